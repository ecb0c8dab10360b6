import { webhookKeys } from "../keys.ts";
import type { RedisLink } from "../redis-link.ts";
import { retryDeadWebhooksScript, retryWebhookScript, webhooksPageScript } from "../scripts/webhooks.ts";
import type { WebhookDelivery, WebhookFigures, WebhookState } from "./model.ts";

export type WebhookPageQuery = {
  state: WebhookState;
  /** Of an earlier page. */
  cursor?: string | undefined;
  limit: number;
};

/** `in_flight`: it is being tried at this moment. */
export type WebhookRetryAnswer = "done" | "in_flight" | "delivered" | "unknown";

/** What became of each call, and what a person may do about it. All methods throw RedisUnavailableError only. */
export class WebhookDesk {
  readonly #redis: RedisLink;
  readonly #keys: ReturnType<typeof webhookKeys>;
  readonly #inOrder: string[];

  constructor({ redis, prefix }: { redis: RedisLink; prefix: string }) {
    this.#redis = redis;
    this.#keys = webhookKeys(prefix);
    this.#inOrder = Object.values(this.#keys);
  }

  async figures(): Promise<WebhookFigures> {
    const { due, dead, position, figures } = this.#keys;
    const [waiting, given, missed, counted] = await this.#redis.run((client) =>
      Promise.all([
        client.zcard(due),
        client.zcard(dead),
        client.hget(position, "missed"),
        client.hgetall(figures),
      ]),
    );
    const { delivered, failing_since, error = "" } = counted;
    return {
      waiting,
      dead: given,
      delivered: Number(delivered ?? 0),
      missed: Number(missed ?? 0),
      ...(failing_since !== undefined && { failing: { sinceMs: Math.floor(Number(failing_since)), error } }),
    };
  }

  /** Deliveries in one state: those first that are due last, or ended last. */
  async list({
    state,
    cursor,
    limit,
  }: WebhookPageQuery): Promise<{ items: WebhookDelivery[]; cursor?: string }> {
    const [, moment = "", id = ""] = /^([\d.]+)_(.+)$/.exec(cursor ?? "") ?? [];
    // One more than asked for tells whether there is another page.
    const args = [state, limit + 1, moment, id];
    const found = await this.#redis.script(webhooksPageScript, this.#inOrder, args);
    const page = found.slice(0, limit);
    const items = page.map((values) => toDelivery(state, values));
    const [lastId, lastMoment] = page.at(-1) ?? [];
    return found.length > limit ? { items, cursor: `${lastMoment}_${lastId}` } : { items };
  }

  /** Tries it now, whether it waits for its next try or was given up; after that it has all its tries again. */
  async retry(id: string): Promise<WebhookRetryAnswer> {
    return await this.#redis.script(retryWebhookScript, this.#inOrder, [id]);
  }

  /** Tries again everything given up at `sinceMs` or later. Resolves with how many. */
  async retryDead(sinceMs: number): Promise<number> {
    return await this.#redis.script(retryDeadWebhooksScript, this.#inOrder, [sinceMs]);
  }
}

function toDelivery(state: WebhookState, values: readonly string[]): WebhookDelivery {
  const [id = "", moment = "", type = "", userId = "", notificationId, attempts, status, error] = values;
  return {
    id,
    type,
    state,
    createdMs: Number(/^evt_(\d+)-/.exec(id)?.[1] ?? 0),
    attempts: Number(attempts ?? 0),
    ...(state === "waiting" && { nextMs: Math.floor(Number(moment)) }),
    ...(status && { status: Number(status) }),
    ...(error && { error }),
    userId,
    ...(notificationId && { notificationId }),
  };
}
