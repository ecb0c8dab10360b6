import { LIMITS } from "./limits.ts";
import { isVisibleText, visibleTextProblem } from "./message-text.ts";

/** The app's own name of a person. As text it is the recipient: 42 and "42" name the same one. */
export type UserId = number | string;

const DECIMAL = /^-?[1-9]\d{0,15}$/;
const CONTROL = /\p{Cc}/u;

/**
 * A non-zero integer within 52 bits (refuses -0 too), which is also Telegram's id of a chat where nobody is linked; or
 * a text of 1 to 128 UTF-16 code units that can stand in an address.
 */
export function isUserId(value: unknown): value is UserId {
  return typeof value === "number" ? isChatId(value) : isUserName(value);
}

/** Why `value` is no user id, without quoting it. Only to be asked when it is none. */
export function userIdProblem(value: unknown): string {
  if (value === undefined) return "user_id is missing";
  if (typeof value === "string") return userNameProblem(value);
  if (typeof value !== "number") return `user_id must be an integer or a string, not ${kindOf(value)}`;
  if (!Number.isInteger(value)) return "user_id must be a whole number, or a string";
  if (value === 0) return "user_id must not be 0";
  return `user_id must lie between -${LIMITS.userIdMax} and ${LIMITS.userIdMax}, or be a string`;
}

/** The user id that `text` names: digits that are an integer of ours mean that integer, anything else is the string. */
export function userIdOf(text: string): UserId {
  return DECIMAL.test(text) && isChatId(Number(text)) ? Number(text) : text;
}

/** The JSON of a user id. JSON.stringify is several times as slow with a number, of which nearly all are. */
export function userIdJson(userId: UserId): string {
  return typeof userId === "number" ? String(userId) : JSON.stringify(userId);
}

function isChatId(value: number): boolean {
  return Number.isInteger(value) && value !== 0 && Math.abs(value) <= LIMITS.userIdMax;
}

function isUserName(value: unknown): value is string {
  return isVisibleText(value, LIMITS.userIdMaxUnits) && !CONTROL.test(value) && !isDots(value);
}

function userNameProblem(value: string): string {
  // A text of nothing but control characters is told that nothing of it is visible.
  if (!isVisibleText(value, LIMITS.userIdMaxUnits)) {
    return visibleTextProblem("user_id", value, LIMITS.userIdMaxUnits);
  }
  return isDots(value) ? 'user_id must not be "." or ".."' : "user_id must not contain control characters";
}

/** Within an address these are no name but a way. */
function isDots(text: string): boolean {
  return text === "." || text === "..";
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "boolean" ? "a boolean" : "an object";
}
