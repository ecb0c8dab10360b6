import type { DeliveryState, Door, Priority } from "./model.ts";

/** One line of a record's history, oldest first. */
export type TimelineEntry = {
  atMs: number;
  /** An outcome of an attempt, or an event such as `cancelled`, `released`, `resent`. */
  what: string;
  attempt?: number;
  part?: number;
  /** How long the attempt took. */
  tookMs?: number;
  reason?: string;
  messageId?: number;
};

/** All that is known of one message. */
export type DeliveryRecord = {
  id: string;
  /** Whom it is for: a recipient, or a chat. */
  lane: string;
  /** The chat that it goes to; absent until its recipient has one. */
  chat?: string;
  /** Further chats of its recipient; each has a record of its own, see `copyIdOf`. */
  copies: string[];
  body: string;
  state: DeliveryState;
  /** Grows by one with every change. */
  revision: number;
  door: Door;
  priority: Priority;
  acceptedMs: number;
  /** Moment of the last change. */
  changedMs: number;
  dueMs?: number;
  expiresMs?: number;
  /** When it is tried again, while it is retrying. */
  nextMs?: number;
  attempts: number;
  tries: number;
  partsSent: number;
  parts?: number;
  messageIds: number[];
  reason?: string;
  holdUnknown: boolean;
  replaceKey?: string;
  category?: string;
  timeline: TimelineEntry[];
};

/** The id of the record of what goes to a further chat of a recipient. No publisher can name it: `~` is in no id. */
export function copyIdOf(id: string, chat: string): string {
  return `${id}~${chat}`;
}

/** What `id` is a copy of; undefined when it is none. */
export function originalIdOf(id: string): string | undefined {
  const at = id.indexOf("~");
  return at < 0 ? undefined : id.slice(0, at);
}
