import { areGoodFields, fieldErrors, onlyKnownFields } from "./fields.ts";
import { isJsonObject, type JsonObject } from "./json-object.ts";
import type { Notification } from "./notification.ts";
import { ruleOf } from "./options/rules.ts";
import { tooFarAhead } from "./options/send-at.ts";
import { parseJsonBytes } from "./parse-json.ts";
import { type FieldError, type Parsed, refuse } from "./problem.ts";

/** The clocks of two machines differ: what web took for 366 days ahead must not be more than that to a bot. */
const CLOCKS_DIFFER_MS = 3_600_000;

/**
 * Reads what any program put on a Redis door. Strict on what it reads (bytes, types, ranges), deaf to fields it
 * does not know, whatever is in them, and to `via`.
 * This is the hot path of intake, so it does without the zod schema, with which tests keep it in step. Never throws.
 * @param nowMs what `send_at` is measured from
 */
export function readDoorPayload(bytes: Uint8Array, nowMs = Date.now()): Parsed<Notification> {
  const parsed = parseJsonBytes(bytes);
  if (!parsed.ok) return parsed;
  const { value, lossyKeys } = parsed.value;
  if (!isJsonObject(value)) return refuse("invalid_notification", [], "the payload must be a JSON object");
  if (lossyKeys.size > 0) {
    const lossy = lossyErrors(lossyKeys);
    if (lossy.length > 0) return refuse("lossy_number", lossy);
  }
  return judgeDoorFields(value, nowMs);
}

/** The step after parsing: the fields that a door reads, from whatever they were written in. */
export function judgeDoorFields(fields: JsonObject, nowMs: number): Parsed<Notification> {
  const names = Object.keys(fields);
  if (!areGoodFields(fields, names)) return refuse("invalid_notification", fieldErrors(fields));
  if (names.length === 2) return { ok: true, value: fields };
  const early = tooFarAhead(fields.send_at, nowMs, CLOCKS_DIFFER_MS);
  if (early.length > 0) return refuse("invalid_notification", early);
  return { ok: true, value: onlyKnownFields(fields, names) };
}

/** What is said of a field that parsing altered. */
export function lossyError(path: string, field = path): FieldError {
  return { path, message: `${field} holds a number with more digits than survive JSON parsing` };
}

function lossyErrors(lossyKeys: ReadonlySet<string>): FieldError[] {
  const read = [...lossyKeys].filter(
    (name) => name === "user_id" || name === "message" || ruleOf(name) !== undefined,
  );
  return read.map((name) => lossyError(name));
}
