import type { Notification, Via } from "./notification.ts";

/** What is so of a notification. docs/lifecycle.md tells how each state is entered and left. */
export type NotificationState =
  | "accepted"
  | "queued"
  | "scheduled"
  | "sending"
  | "retrying"
  | "held"
  | "parked"
  | "sent"
  | "failed"
  | "expired"
  | "cancelled"
  | "superseded";

/** One line of the history of a notification, oldest first. At most 50 are kept. */
export type NotificationTimelineEntry = {
  /** ISO 8601 in UTC, as are all moments here. */
  at: string;
  /** The outcome of an attempt, or what else happened: a word of a closed list. */
  what: string;
  /** Which attempt, from 1. */
  attempt?: number;
  /** Which part of a message that was split, from 0. */
  part?: number;
  /** How long the attempt took, in milliseconds. */
  took_ms?: number;
  /** A word of a closed list. */
  reason?: string;
  /** Telegram's id of what arrived. */
  message_id?: number;
};

/** Of a notification to a recipient with several chats, what went to one of them. */
export type NotificationCopy = {
  /** null while it waits for another one, because this one was unlinked. */
  chat_id: number | null;
  /** The id under which this copy is looked up. */
  id: string;
  state: NotificationState;
};

/** The JSON of `GET /notifications/{id}` and of each item of the lists. Options stand as the publisher wrote them. */
export type NotificationView = Omit<Notification, "id" | "priority"> & {
  id: string;
  /** Telegram's id of the chat that it goes to; absent while the recipient has none. */
  chat_id?: number;
  /** Where each copy goes, this one first; only where there are several. */
  copies?: NotificationCopy[];
  /** Until when it waits because the person muted the chat or has quiet hours: ISO 8601 in UTC. */
  rests_until?: string;
  /** The notification that this is a copy of, for a further chat of the same person. */
  copy_of?: string;
  priority: NonNullable<Notification["priority"]>;
  state: NotificationState;
  /** The door that it came by. */
  via: Via;
  /** Grows with every change: what to give as `after` to hear of the next one. */
  revision: number;
  accepted_at: string;
  /** The moment of the last change. */
  changed_at: string;
  /** The moment after which it is not sent any more; only with `ttl_seconds`. */
  expires_at?: string;
  /** When it is tried again; only while it is `retrying`. */
  next_attempt_at?: string;
  /** Attempts that count against the most there may be. */
  attempts: number;
  /** Of how many parts it is; absent until the first of them was sent. */
  parts?: number;
  /** How many of them were sent. */
  parts_sent: number;
  /** Telegram's id of the first part. */
  message_id?: number;
  /** Telegram's ids of all parts sent, in order; empty before the first. */
  message_ids: number[];
  /** Why it is in this state; a word of a closed list. */
  reason?: string;
  timeline: NotificationTimelineEntry[];
};
