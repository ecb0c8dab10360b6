import type { JsonObject } from "./json-object.ts";
import { isMessageText, messageTextProblem } from "./message-text.ts";
import { plainButtons } from "./options/buttons.ts";
import { OPTION_NAMES, type Options, ruleOf } from "./options/rules.ts";
import type { FieldError } from "./problem.ts";
import { isUserId, type UserId, userIdProblem } from "./user-id.ts";

/** The fields of a notification, and possibly others. */
export type GoodFields = { user_id: UserId; message: string } & Options;

/** Whether a payload may be read. `names` are those of its fields; the ones that nobody knows are not looked at. */
export function areGoodFields(payload: JsonObject, names: readonly string[]): payload is GoodFields {
  if (!isUserId(payload.user_id) || !isMessageText(payload.message)) return false;
  // Most payloads have these two fields and no others.
  return names.length === 2 || areGoodOptions(payload, names);
}

/** Whether all options among the fields of a payload are what they may be. */
export function areGoodOptions(payload: JsonObject, names: readonly string[]): boolean {
  for (const name of names) {
    const rule = ruleOf(name);
    if (rule !== undefined && !rule.accepts(payload[name])) return false;
  }
  return true;
}

/** What is wrong with the fields that a notification has and may have; the same words as the zod schema's. */
export function fieldErrors(payload: JsonObject): FieldError[] {
  const errors: FieldError[] = [];
  if (!isUserId(payload.user_id)) errors.push({ path: "user_id", message: userIdProblem(payload.user_id) });
  if (!isMessageText(payload.message)) {
    errors.push({ path: "message", message: messageTextProblem(payload.message) });
  }
  for (const [name, value] of Object.entries(payload)) {
    const rule = ruleOf(name);
    if (rule !== undefined && !rule.accepts(value)) errors.push(...rule.errors(value));
  }
  return errors;
}

/** The same without what nobody knows. The payload itself where all is known: a copy costs more than the checks. */
export function onlyKnownFields(payload: GoodFields, names: readonly string[]): GoodFields {
  if (payload.buttons !== undefined) payload.buttons = plainButtons(payload.buttons);
  if (names.every(isKnown)) return payload;
  const { user_id, message } = payload;
  // Asks for each of ours, and not for each of theirs: there may be thousands.
  const ours = OPTION_NAMES.filter((name) => Object.hasOwn(payload, name));
  return { user_id, message, ...Object.fromEntries(ours.map((name) => [name, payload[name]])) };
}

function isKnown(name: string): boolean {
  return name === "user_id" || name === "message" || ruleOf(name) !== undefined;
}
