/** Telegram's ids have at most 52 significant bits. */
const INTEGER_MAX = 2 ** 52 - 1;
const LONGEST_UNITS = 128;

/** A user id as text, whichever form it came in: 42 and "42" name the same person. */
export function userIdOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value : undefined;
}

/** The integer that a user id is, where it is one: Telegram's id of a chat, as long as nobody is linked. */
export function integerOf(userId: string): number | undefined {
  if (!/^-?[1-9]\d{0,15}$/.test(userId)) return undefined;
  return Math.abs(Number(userId)) <= INTEGER_MAX ? Number(userId) : undefined;
}

/** The form in which a user id is published. */
export function wireUserId(userId: string): number | string {
  return integerOf(userId) ?? userId;
}

/** Why it can be nobody's id, in words; undefined when it can. */
export function userIdFault(userId: string): string | undefined {
  if (userId.trim() === "") return "Who is it for? Type your own id of the person.";
  const over = userId.length - LONGEST_UNITS;
  if (over > 0) return `Too long by ${over}: a user id has at most ${LONGEST_UNITS} characters.`;
  // A lone surrogate is half a character, and no text.
  if (/[\p{Cc}\p{Cs}]/u.test(userId)) return "There is a character in it that cannot be printed.";
  return userId === "." || userId === ".." ? "A dot or two are no id." : undefined;
}
