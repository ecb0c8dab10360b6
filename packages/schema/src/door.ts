import { fieldErrors, isJsonObject } from "./fields.ts";
import { isMessageText } from "./message-text.ts";
import type { Notification } from "./notification.ts";
import { unlandedOptions } from "./options.ts";
import { parseJsonBytes } from "./parse-json.ts";
import { type FieldError, type Parsed, refuse } from "./problem.ts";
import { isUserId } from "./user-id.ts";

const FIELDS_READ = ["user_id", "message"] as const;

/**
 * Reads what any program put on a Redis door. Strict on what it reads (bytes, types, ranges), deaf to fields it
 * does not know, whatever is in them; an option of the contract that has not landed is refused. Never throws.
 * This is the hot path of intake, so it does without the zod schema, with which tests keep it in step.
 */
export function readDoorPayload(bytes: Uint8Array): Parsed<Notification> {
  const parsed = parseJsonBytes(bytes);
  if (!parsed.ok) return parsed;
  const { value, lossyKeys } = parsed.value;
  if (!isJsonObject(value)) return refuse("invalid_notification", [], "the payload must be a JSON object");
  if (lossyKeys.size > 0) {
    const lossy = lossyErrors(lossyKeys);
    if (lossy.length > 0) return refuse("lossy_number", lossy);
  }
  const { user_id, message } = value;
  if (!isUserId(user_id) || !isMessageText(message))
    return refuse("invalid_notification", fieldErrors(value));
  const unlanded = unlandedOptions(Object.keys(value));
  if (unlanded.length > 0) return refuse("not_supported", unlanded);
  return { ok: true, value: { user_id, message } };
}

function lossyErrors(lossyKeys: ReadonlySet<string>): FieldError[] {
  const read = FIELDS_READ.filter((name) => lossyKeys.has(name));
  return read.map((path) => ({
    path,
    message: `${path} holds a number with more digits than survive JSON parsing`,
  }));
}
