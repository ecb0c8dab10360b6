import type { StoredEvent } from "../events/recipient-event.ts";

/** Which events become calls, by the value of the field that says what happened, and what they are called there. */
export const WEBHOOK_TYPES = {
  state: { sent: "notification.sent", failed: "notification.failed", parked: "notification.parked" },
  event: { linked: "recipient.linked", unlinked: "recipient.unlinked", replied: "recipient.replied" },
} as const;

type Values<Of> = Of[keyof Of];
export type WebhookType = Values<typeof WEBHOOK_TYPES.state> | Values<typeof WEBHOOK_TYPES.event>;

/**
 * - `waiting`: to be called, for the first time or again
 * - `delivered`: taken by the receiver
 * - `dead`: given up
 */
export type WebhookState = "waiting" | "delivered" | "dead";

/** One call in hand. It has to be settled before its lease ends; then it may be taken again, by anybody. */
export type WebhookTaken = {
  id: string;
  token: string;
  type: WebhookType;
  /** undefined when it cannot be read, because others wrote it. */
  event: StoredEvent | undefined;
  /** This one included. */
  attempts: number;
};

/** What became of a try. `status` is the HTTP status of the answer, where there was one. */
export type WebhookSettlement =
  | { kind: "delivered"; status: number }
  | { kind: "retry"; delayMs: number; error: string; status?: number }
  | { kind: "dead"; error: string; status?: number };

/** What is known of one call. */
export type WebhookDelivery = {
  id: string;
  type: string;
  state: WebhookState;
  /** The moment of the event. */
  createdMs: number;
  /** Tries so far. */
  attempts: number;
  /** The next try; of one under way, when it is tried again should nothing be heard of it. Only while it waits. */
  nextMs?: number;
  /** Of the last try. */
  status?: number;
  error?: string;
  userId: string;
  /** Absent: the event is about a recipient. */
  notificationId?: string;
};

export type WebhookFigures = {
  waiting: number;
  dead: number;
  /** Since the beginning. */
  delivered: number;
  /** Entries of the event stream, of any kind, that were trimmed before anybody read them. */
  missed: number;
  /** Since when no try has succeeded, and what went wrong at the last one. */
  failing?: { sinceMs: number; error: string };
};
