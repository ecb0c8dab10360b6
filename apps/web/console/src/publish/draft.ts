import type { Door, Notification, Priority } from "../api/notifications.ts";
import { userIdFault } from "../api/user-id.ts";
import { MOST_COPIES, readCopies } from "../parts/copies.ts";

/** What the form holds, as typed. */
export type Draft = {
  userId: string;
  message: string;
  via: Door;
  priority: Priority;
  /** Local time as a `datetime-local` field writes it; "" is at once. */
  sendAt: string;
  /** What kind of message it is, for people to opt out of; "" is none. */
  category: string;
  copies: string;
};

/** A sentence for each field that is wrong. */
export type DraftErrors = {
  userId?: string;
  message?: string;
  sendAt?: string;
  category?: string;
  copies?: string;
};

export const EMPTY_DRAFT: Draft = {
  userId: "",
  message: "",
  via: "channel",
  priority: "normal",
  sendAt: "",
  category: "",
  copies: "1",
};

/** 16,384 UTF-16 units: the contract's limit for a message. */
export const MESSAGE_MAX_UNITS = 16_384;

const CATEGORY = /^(?!\.{1,2}$)[A-Za-z0-9._:-]{0,64}$/;

/** The id that was typed; undefined when it can be nobody's. */
export function readUserId(typed: string): string | undefined {
  const trimmed = typed.trim();
  return userIdFault(trimmed) === undefined ? trimmed : undefined;
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
  category,
}: Draft): Pick<Notification, "via" | "priority" | "sendAt" | "category"> {
  const at = sendAt === "" ? undefined : new Date(sendAt);
  return {
    ...(via !== "channel" && { via }),
    ...(priority !== "normal" && { priority }),
    ...(at !== undefined && !Number.isNaN(at.getTime()) && { sendAt: at.toISOString() }),
    ...(category.trim() !== "" && { category: category.trim() }),
  };
}

/** Why the draft cannot be published. */
export function draftErrors(draft: Draft): DraftErrors {
  const [userId, message] = [userIdFault(draft.userId.trim()), messageError(draft.message)];
  const sendAtWrong = draft.sendAt !== "" && Number.isNaN(new Date(draft.sendAt).getTime());
  return {
    ...(userId !== undefined && { userId }),
    ...(message !== undefined && { message }),
    ...(sendAtWrong && { sendAt: "That is no time. Empty means at once." }),
    ...(!CATEGORY.test(draft.category.trim()) && {
      category: "At most 64 letters, digits and . _ : - only.",
    }),
    ...(readCopies(draft.copies) === undefined && { copies: `From 1 to ${MOST_COPIES}.` }),
  };
}

function messageError(message: string): string | undefined {
  if (message.trim() === "") return "There is nothing to send yet. Write a message.";
  const over = message.length - MESSAGE_MAX_UNITS;
  if (over > 0) return `Too long by ${over.toLocaleString("en")}.`;
  return undefined;
}
