import { isNotificationId } from "@bellwire/schema";
import type { Request } from "express";

/** The `:id` of the address; undefined when nothing can have this id. */
export function idInPath(request: Request): string | undefined {
  const { id } = request.params;
  return isNotificationId(id) ? id : undefined;
}
