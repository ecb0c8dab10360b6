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
  lane: string;
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
  timeline: TimelineEntry[];
};
