/** What the form holds, as typed. */
export type Draft = { userId: string; message: string };

export type DraftErrors = { userId?: string; message?: string };

/** 16,384 UTF-16 units: the contract's limit for a message. */
export const MESSAGE_MAX_UNITS = 16_384;

/** Telegram's ids have at most 52 significant bits. */
const USER_ID_MAX = 2 ** 52 - 1;

/** The id that was typed; undefined when it is none. Groups have negative ids. */
export function readUserId(typed: string): number | undefined {
  const trimmed = typed.trim();
  if (!/^-?\d{1,16}$/.test(trimmed)) return undefined;
  const id = Number(trimmed);
  return id !== 0 && Math.abs(id) <= USER_ID_MAX ? id : undefined;
}

/** Why the draft cannot be published, a sentence for each field that is wrong. */
export function draftErrors(draft: Draft): DraftErrors {
  const userId = userIdError(draft.userId);
  const message = messageError(draft.message);
  return { ...(userId !== undefined && { userId }), ...(message !== undefined && { message }) };
}

function userIdError(typed: string): string | undefined {
  if (readUserId(typed) !== undefined) return undefined;
  const trimmed = typed.trim();
  if (trimmed === "") return "Who is it for? Type the person's Telegram id.";
  if (/^[+-]?0+$/.test(trimmed)) return "Telegram has no user 0. Type the person's id.";
  if (/^-?\d+$/.test(trimmed)) return "That is longer than any Telegram id.";
  return "A Telegram id is a whole number, such as 42 or, for a group, -1001234567890.";
}

function messageError(message: string): string | undefined {
  if (message.trim() === "") return "There is nothing to send yet. Write a message.";
  const over = message.length - MESSAGE_MAX_UNITS;
  if (over > 0) return `Too long by ${over.toLocaleString("en")}.`;
  return undefined;
}
