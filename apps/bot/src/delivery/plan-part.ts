import type { Taken } from "@bellwire/messaging";
import { type Notification, readBody } from "@bellwire/schema";
import { messageParts, type OutgoingMessage } from "./message-parts.ts";

/** The next part of a message that was taken. */
export type PlannedPart = {
  notification: Notification;
  /** Of how many parts the message consists. */
  parts: number;
  message: OutgoingMessage;
};

/** Why there is none. */
export type Unplannable = { reason: "unreadable_body" | "parts_changed" };

/** Works out what is to be sent next of `taken`. Where there is nothing to send, the message can only be given up. */
export function planPart(taken: Taken): PlannedPart | Unplannable {
  const notification = readBody(taken.body);
  // Not the notification's own chat: the lane follows a group to its new id.
  const chatId = Number(taken.lane);
  if (notification === undefined || !Number.isSafeInteger(chatId)) return { reason: "unreadable_body" };
  const messages = messageParts(notification, chatId, taken.variant);
  const message = messages[taken.partsSent];
  // Another version of the bot cut the text differently: whether all of it has arrived cannot be said.
  if (message === undefined) return { reason: "parts_changed" };
  return { notification, parts: messages.length, message };
}
