import { fieldsOf, numberOf, textOf, timeOf } from "../api/read.ts";
import { userIdOf } from "../api/user-id.ts";

export type DeliveryState = "waiting" | "delivered" | "dead";

/** How the calls to the app's address are, as `GET /webhooks` says. */
export type Webhooks = {
  configured: boolean;
  /** Whom web calls. */
  host: string | undefined;
  counts: Readonly<Record<DeliveryState, number>>;
  /** Every call has failed since then. */
  failingSinceMs: number | undefined;
  lastError: string | undefined;
  /** Events that were gone before web came to read them. */
  missed: number;
};

export type Delivery = {
  id: string;
  type: string;
  state: string;
  attempts: number;
  createdAtMs: number | undefined;
  nextAtMs: number | undefined;
  lastStatus: number | undefined;
  lastError: string | undefined;
  userId: string | undefined;
  notificationId: string | undefined;
};

export function parseWebhooks(value: unknown): Webhooks {
  const fields = fieldsOf(value);
  return {
    configured: fields.configured === true,
    host: textOf(fields.host),
    counts: {
      waiting: numberOf(fields.waiting) ?? 0,
      delivered: numberOf(fields.delivered) ?? 0,
      dead: numberOf(fields.dead) ?? 0,
    },
    failingSinceMs: timeOf(fields.failing_since),
    lastError: textOf(fields.last_error),
    missed: numberOf(fields.missed) ?? 0,
  };
}

/** undefined for what cannot be shown. */
export function parseDelivery(value: unknown): Delivery | undefined {
  const fields = fieldsOf(value);
  const [id, type, state] = [textOf(fields.id), textOf(fields.type), textOf(fields.state)];
  if (id === undefined || type === undefined || state === undefined) return undefined;
  return {
    id,
    type,
    state,
    attempts: numberOf(fields.attempts) ?? 0,
    createdAtMs: timeOf(fields.created_at),
    nextAtMs: timeOf(fields.next_at),
    lastStatus: numberOf(fields.last_status),
    lastError: textOf(fields.last_error),
    userId: userIdOf(fields.user_id),
    notificationId: textOf(fields.notification_id),
  };
}

/** What the last call came to, in words; undefined before the first. */
export function outcomeWords({ lastStatus, lastError }: Delivery): string | undefined {
  if (lastStatus === undefined) return lastError;
  if (lastError === undefined) return `HTTP ${lastStatus}`;
  return lastError.includes(String(lastStatus)) ? lastError : `HTTP ${lastStatus}: ${lastError}`;
}
