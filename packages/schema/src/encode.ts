import { areGoodFields, onlyKnownFields } from "./fields.ts";
import { isJsonObject } from "./json-object.ts";
import type { Notification } from "./notification.ts";
import { OPTION_NAMES } from "./options/rules.ts";
import { userIdJson } from "./user-id.ts";

const AFTER_MESSAGE = OPTION_NAMES.filter((name) => name !== "id");

/**
 * A notification as it travels and is kept: JSON of the fields that it has, in an order that never changes, `id`
 * first. Read back identical by `readDoorPayload`, which checks everything, and by `readBody`, which does not.
 */
export function encodeNotification(notification: Notification): string {
  const { id, user_id, message } = notification;
  // Put together by hand: JSON.stringify takes twice as long to leave a dozen absent options out.
  let json = id === undefined ? "{" : `{"id":${JSON.stringify(id)},`;
  json += `"user_id":${userIdJson(user_id)},"message":${JSON.stringify(message)}`;
  for (const name of AFTER_MESSAGE) {
    const value = notification[name];
    if (value !== undefined) json += `,"${name}":${JSON.stringify(value)}`;
  }
  return `${json}}`;
}

/**
 * Reads what `encodeNotification` wrote and Redis kept. Undefined for what it cannot have written: no JSON, a field
 * of the wrong kind. Bytes, depth and the clock are not looked at again. Never throws.
 */
export function readBody(body: string): Notification | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  const names = Object.keys(value);
  return areGoodFields(value, names) ? onlyKnownFields(value, names) : undefined;
}
