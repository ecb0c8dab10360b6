import { randomUUID } from "node:crypto";
import { readDeliveryEvent } from "../events/delivery-event.ts";
import { readRecipientEvent, type StoredEvent } from "../events/recipient-event.ts";
import { webhookKeys } from "../keys.ts";
import type { RedisLink } from "../redis-link.ts";
import { collectWebhooksScript, settleWebhookScript, takeWebhooksScript } from "../scripts/webhooks.ts";
import type { WebhookSettlement, WebhookTaken, WebhookType } from "./model.ts";

export type WebhookQueueOptions = {
  redis: RedisLink;
  prefix: string;
  /** How long what was taken may be out of hearing. */
  leaseMs: number;
};

export type Collected = {
  /** Deliveries that wait from now on. */
  made: number;
  /** Entries of the event stream that were trimmed before anybody read them. */
  missed: number;
  /** There may be more to read. */
  more: boolean;
};

/**
 * The calls that tell the app what happened, each made of one event. Any number of processes may collect, take and
 * settle: every event becomes one call, and every call is in one hand at a time. All methods throw
 * RedisUnavailableError only.
 */
export class WebhookQueue {
  readonly #redis: RedisLink;
  readonly #keys: string[];
  readonly #leaseMs: number;

  constructor({ redis, prefix, leaseMs }: WebhookQueueOptions) {
    this.#redis = redis;
    this.#keys = Object.values(webhookKeys(prefix));
    this.#leaseMs = leaseMs;
  }

  /**
   * Makes deliveries of the next events, some hundreds at a time. The very first call only notes where the events end:
   * what was before is not told. Refused while Redis is full; what waits is bounded, and the stream keeps the rest.
   * May be repeated.
   */
  async collect(): Promise<Collected> {
    const [made, missed, more] = await this.#redis.script(collectWebhooksScript, this.#keys, []);
    return { made, missed, more: more === 1 };
  }

  /** Up to `count` deliveries that are due. Those of a call whose reply is lost are due again when their lease is over. */
  async take(count: number): Promise<WebhookTaken[]> {
    const token = randomUUID();
    const args = [count, this.#leaseMs, token];
    const taken = await this.#redis.script(takeWebhooksScript, this.#keys, args);
    return taken.map(([id, type, fields, attempts]) => ({
      id,
      token,
      type: type as WebhookType,
      event: readFields(id, fields),
      attempts,
    }));
  }

  /** Says what became of a try. `false`: it is not in this hand any more, or was settled already. May be repeated. */
  async settle({ id, token }: Pick<WebhookTaken, "id" | "token">, end: WebhookSettlement): Promise<boolean> {
    const delayMs = end.kind === "retry" ? end.delayMs : 0;
    const args = [id, token, end.kind, end.status ?? "", "error" in end ? end.error : "", delayMs];
    return await this.#redis.script(settleWebhookScript, this.#keys, args);
  }
}

const ID_START = "evt_".length;

/** What others wrote there is not trusted. */
function readFields(id: string, json: string): StoredEvent | undefined {
  const entryId = id.slice(ID_START);
  try {
    const fields = (JSON.parse(json) as unknown[]).map(String);
    return readRecipientEvent(entryId, fields) ?? readDeliveryEvent(entryId, fields);
  } catch {
    return undefined;
  }
}
