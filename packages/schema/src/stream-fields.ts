import { isUtf8 } from "node:buffer";
import { judgeDoorFields, lossyError, readDoorPayload } from "./door.ts";
import type { JsonObject } from "./json-object.ts";
import { LIMITS } from "./limits.ts";
import type { Notification } from "./notification.ts";
import { ruleOf } from "./options/rules.ts";
import { parseJsonText, tooLarge } from "./parse-json.ts";
import { type Parsed, refuse } from "./problem.ts";
import { type UserId, userIdOf } from "./user-id.ts";

const DECIMAL = /^-?(?:0|[1-9]\d*)$/;
const NUMBERS: ReadonlySet<string> = new Set(["ttl_seconds", "thread_id"]);
const FLAGS: ReadonlySet<string> = new Set(["silent", "protect", "link_preview"]);

/** What the text of a field stands for, or why it stands for nothing. */
type FieldValue = Parsed<unknown>;

/**
 * Reads one entry of the stream door, given as name, value, name, value…: either one field `payload` with the JSON of
 * any door, beside which nothing else is read, or the fields of a notification, each as text. A `user_id`
 * of digits is the integer, if it is one within 52 bits, and otherwise the string. Numbers are decimal, flags are `true`
 * and `false`, buttons are JSON, everything else is UTF-8 as it is. Of fields with the same name the
 * last one wins, fields that nobody knows are left aside, and so is a name without a value. Never throws.
 * @param nowMs what `send_at` is measured from
 */
export function readStreamFields(fields: readonly Buffer[], nowMs = Date.now()): Parsed<Notification> {
  const found = new Map<string, Buffer>();
  let bytes = 0;
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [name, value] = [fields[at], fields[at + 1]];
    if (name === undefined || value === undefined) continue;
    bytes += name.length + value.length;
    const read = name.toString("latin1");
    if (read === "payload" || isRead(read)) found.set(read, value);
  }
  const payload = found.get("payload");
  if (payload !== undefined) return readDoorPayload(payload, nowMs);
  if (bytes > LIMITS.payloadMaxBytes) return tooLarge();
  return readFlat(found, nowMs);
}

function isRead(name: string): boolean {
  return name === "user_id" || name === "message" || ruleOf(name) !== undefined;
}

function readFlat(found: ReadonlyMap<string, Buffer>, nowMs: number): Parsed<Notification> {
  const fields: JsonObject = {};
  for (const [name, bytes] of found) {
    if (!isUtf8(bytes)) {
      return refuse("invalid_utf8", [{ path: name, message: `${name} is not valid UTF-8` }]);
    }
    const field = fieldValue(name, bytes.toString("utf8"));
    if (!field.ok) return field;
    fields[name] = field.value;
  }
  return judgeDoorFields(fields, nowMs);
}

function fieldValue(name: string, text: string): FieldValue {
  if (name === "user_id") return { ok: true, value: userIdValue(text) };
  if (NUMBERS.has(name)) {
    if (DECIMAL.test(text)) return { ok: true, value: Number(text) };
    const message = `${name} must be a decimal number, such as 42`;
    return refuse("invalid_notification", [{ path: name, message }]);
  }
  if (FLAGS.has(name) && (text === "true" || text === "false")) return { ok: true, value: text === "true" };
  return name === "buttons" ? buttonsValue(text) : { ok: true, value: text };
}

/** As text 0 would be somebody's name; but whoever writes it has no user, as in JSON, where it is refused. */
function userIdValue(text: string): UserId {
  return /^-?0$/.test(text) ? 0 : userIdOf(text);
}

function buttonsValue(text: string): FieldValue {
  const parsed = parseJsonText(text);
  if (!parsed.ok) {
    return refuse(parsed.problem.code, [
      { path: "buttons", message: "buttons must be JSON, and not too deep" },
    ]);
  }
  if (parsed.value.lossyKeys.size > 0) return refuse("lossy_number", [lossyError("buttons")]);
  return { ok: true, value: parsed.value.value };
}
