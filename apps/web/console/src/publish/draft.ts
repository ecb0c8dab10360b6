import type { Door, Notification, Priority } from "../api/notifications.ts";
import { MOST_COPIES, readCopies } from "../parts/copies.ts";

/** What the form holds, as typed. */
export type Draft = {
  userId: string;
  message: string;
  via: Door;
  priority: Priority;
  /** Local time as a `datetime-local` field writes it; "" is at once. */
  sendAt: string;
  copies: string;
};

/** A sentence for each field that is wrong. */
export type DraftErrors = { userId?: string; message?: string; sendAt?: string; copies?: string };

export const EMPTY_DRAFT: Draft = {
  userId: "",
  message: "",
  via: "channel",
  priority: "normal",
  sendAt: "",
  copies: "1",
};

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

/** What the draft says, with what is the default left out; undefined while it says nothing that can be published. */
export function readDraft(draft: Draft): { notification: Notification; copies: number } | undefined {
  const [userId, copies] = [readUserId(draft.userId), readCopies(draft.copies)];
  if (userId === undefined || copies === undefined || Object.keys(draftErrors(draft)).length > 0)
    return undefined;
  return { notification: { userId, message: draft.message, ...optionsOf(draft) }, copies };
}

/** The options that were chosen, without those that are the default. */
export function optionsOf({
  via,
  priority,
  sendAt,
}: Draft): Pick<Notification, "via" | "priority" | "sendAt"> {
  const at = sendAt === "" ? undefined : new Date(sendAt);
  return {
    ...(via !== "channel" && { via }),
    ...(priority !== "normal" && { priority }),
    ...(at !== undefined && !Number.isNaN(at.getTime()) && { sendAt: at.toISOString() }),
  };
}

/** Why the draft cannot be published. */
export function draftErrors(draft: Draft): DraftErrors {
  const [userId, message] = [userIdError(draft.userId), messageError(draft.message)];
  const sendAtWrong = draft.sendAt !== "" && Number.isNaN(new Date(draft.sendAt).getTime());
  return {
    ...(userId !== undefined && { userId }),
    ...(message !== undefined && { message }),
    ...(sendAtWrong && { sendAt: "That is no time. Empty means at once." }),
    ...(readCopies(draft.copies) === undefined && { copies: `From 1 to ${MOST_COPIES}.` }),
  };
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
