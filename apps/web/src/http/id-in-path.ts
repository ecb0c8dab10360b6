import { isNotificationId } from "@bellwire/schema";
import type { Request } from "express";

/** What a further chat of a recipient gets has the id of the notification, and the chat. */
const COPY = /~-?\d{1,16}$/;

/** The `:id` of the address; undefined when nothing can have this id. */
export function idInPath(request: Request): string | undefined {
  const id = String(request.params.id);
  return isNotificationId(id.replace(COPY, "")) ? id : undefined;
}
