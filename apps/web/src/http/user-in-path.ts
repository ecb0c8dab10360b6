import { isUserId, userIdProblem } from "@bellwire/schema";
import type { Request, Response } from "express";
import { sendProblem } from "./problems.ts";

/** The `:user_id` of the address, as text; undefined when it cannot be one and the client has been told so. */
export function userInPath(request: Request, response: Response): string | undefined {
  const userId = String(request.params.user_id);
  if (isUserId(userId)) return userId;
  sendProblem(response, "bad_request", `The address is malformed: ${userIdProblem(userId)}.`);
  return undefined;
}
