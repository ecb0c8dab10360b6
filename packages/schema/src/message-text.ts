import { LIMITS } from "./limits.ts";
import { isWellFormed } from "./well-formed.ts";

/**
 * What Telegram counts as nothing when it looks whether a text is empty (tdlib, td/telegram/misc.cpp:
 * clean_input_string and strip_empty_characters), and all control characters. A message of nothing else is refused
 * there, for good. The second class holds combining marks, which Telegram removes.
 */
const BLANK =
  /^(?:[\s\p{Cc}\u180e\u200b-\u200f\u2028-\u202e\u2800\ufffc\u{e0000}-\u{e007f}]|[\u030a\u0333\u033f])*$/u;

export function isMessageText(value: unknown): value is string {
  return isVisibleText(value, LIMITS.messageMaxUnits);
}

/** Why `value` cannot be a message, without quoting it. Only to be asked when it cannot. */
export function messageTextProblem(value: unknown): string {
  return visibleTextProblem("message", value, LIMITS.messageMaxUnits);
}

/** Whether `value` is a text of at most `maxUnits` UTF-16 code units that Telegram would show. */
export function isVisibleText(value: unknown, maxUnits: number): value is string {
  return (
    typeof value === "string" &&
    value.length <= maxUnits &&
    !BLANK.test(value) &&
    isWellFormed(value) &&
    !value.includes("\u0000")
  );
}

/** Why `value` is no such text, said of `name`, without quoting it. Only to be asked when it is none. */
export function visibleTextProblem(name: string, value: unknown, maxUnits: number): string {
  if (value === undefined) return `${name} is missing`;
  if (typeof value !== "string") return `${name} must be a string`;
  if (value === "") return `${name} must not be empty`;
  if (value.length > maxUnits) return `${name} must have at most ${maxUnits} UTF-16 code units`;
  if (!isWellFormed(value)) return `${name} must be well formed: a surrogate has no partner`;
  if (value.includes("\u0000")) return `${name} must not contain U+0000`;
  return `${name} must hold something visible, not only white space`;
}
