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
  return (
    typeof value === "string" &&
    value.length <= LIMITS.messageMaxUnits &&
    !BLANK.test(value) &&
    isWellFormed(value) &&
    !value.includes("\u0000")
  );
}

/** Why `value` cannot be a message, without quoting it. Only to be asked when it cannot. */
export function messageTextProblem(value: unknown): string {
  if (value === undefined) return "message is missing";
  if (typeof value !== "string") return "message must be a string";
  if (value === "") return "message must not be empty";
  if (value.length > LIMITS.messageMaxUnits) {
    return `message must have at most ${LIMITS.messageMaxUnits} UTF-16 code units`;
  }
  if (!isWellFormed(value)) return "message must be well formed: a surrogate has no partner";
  if (value.includes("\u0000")) return "message must not contain U+0000";
  return "message must hold something visible, not only white space";
}
