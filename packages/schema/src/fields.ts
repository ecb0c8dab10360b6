import { isMessageText, messageTextProblem } from "./message-text.ts";
import type { FieldError } from "./problem.ts";
import { isUserId, userIdProblem } from "./user-id.ts";

/** A parsed JSON object, of which nothing is known yet. */
export type JsonObject = { [name: string]: unknown };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is wrong with the two fields that every notification has; the same words as the zod schema's. */
export function fieldErrors(payload: JsonObject): FieldError[] {
  const errors: FieldError[] = [];
  if (!isUserId(payload.user_id)) errors.push({ path: "user_id", message: userIdProblem(payload.user_id) });
  if (!isMessageText(payload.message)) {
    errors.push({ path: "message", message: messageTextProblem(payload.message) });
  }
  return errors;
}
