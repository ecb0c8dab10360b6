import type { DeliveryEvent } from "./delivery-event.ts";
import { fieldsOf, numberOf } from "./entry-fields.ts";

const KINDS = ["linked", "unlinked", "suspended", "returned", "replied", "preferences"] as const;

/** What can happen to a recipient. */
export type RecipientEventKind = (typeof KINDS)[number];

/** One thing that happened to one recipient in one chat. */
export type RecipientEvent = {
  /** Id of the entry in the stream; grows with every event. */
  entryId: string;
  event: RecipientEventKind;
  /** The app's user id; absent where the chat is linked to nobody. */
  userId?: string;
  chatId: string;
  atMs: number;
  /** Why the chat was suspended. */
  reason?: string;
  /** What the person wrote, and Telegram's id of that message. */
  text?: string;
  messageId?: number;
};

/** What the stream of events holds; `"event" in e` tells the two apart. */
export type StoredEvent = DeliveryEvent | RecipientEvent;

/** Whether it is about a notification. */
export function isDeliveryEvent(event: StoredEvent): event is DeliveryEvent {
  return !("event" in event);
}

/** Reads one entry. undefined when it is no event about a recipient. */
export function readRecipientEvent(entryId: string, fields: readonly string[]): RecipientEvent | undefined {
  const values = fieldsOf(fields);
  const event = KINDS.find((kind) => kind === values.get("event"));
  const [userId, chatId, atMs] = [
    values.get("user_id"),
    values.get("chat_id"),
    numberOf(values.get("at_ms")),
  ];
  if (event === undefined || !chatId || atMs === undefined) return undefined;
  const [reason, text, messageId] = [
    values.get("reason"),
    values.get("text"),
    numberOf(values.get("message_id")),
  ];
  return {
    entryId,
    event,
    ...(userId && { userId }),
    chatId,
    atMs,
    ...(reason && { reason }),
    ...(text !== undefined && { text }),
    ...(messageId !== undefined && { messageId }),
  };
}
