import { type DeliveryWorker, RedisUnavailableError } from "@bellwire/messaging";
import type { Logger } from "@bellwire/runtime";
import { claimOf, type Holdings } from "./holdings.ts";
import type { RedisContact } from "./redis-contact.ts";

export type RenewerOptions = {
  queue: Pick<DeliveryWorker, "renew">;
  holdings: Holdings;
  contact: Pick<RedisContact, "ask">;
  leaseMs: number;
  /** Told how many turned out to be another's. Must not throw. */
  onLost: (count: number) => void;
  logger: Logger;
  nowMs?: () => number;
};

/**
 * Renews the leases of everything held, three times a lease, so that a send may take longer than one. What turns out to
 * be another's is marked as lost: a send under way goes on, for it cannot be called back.
 */
export class Renewer {
  readonly name = "lease renewer";
  readonly #options: Required<RenewerOptions>;
  #timer: NodeJS.Timeout | undefined;
  #renewing: Promise<void> | undefined;

  constructor(options: RenewerOptions) {
    this.#options = { nowMs: () => performance.now(), ...options };
  }

  start(): void {
    this.#timer = setInterval(() => this.kick(), this.#options.leaseMs / 3);
  }

  /** Renews now, such as after a reconnect. Never throws; while one renewal is under way there is no second. */
  kick(): void {
    this.#renewing ??= this.renew().finally(() => {
      this.#renewing = undefined;
    });
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewing;
  }

  /** Renews everything held now, once. When Redis is away the clock goes on: what is not renewed is not sent. */
  async renew(): Promise<void> {
    const { queue, holdings, contact, leaseMs, nowMs } = this.#options;
    const held = holdings.all().filter(({ lost }) => !lost);
    if (held.length === 0) return;
    const askedAtMs = nowMs();
    try {
      const renewed = await contact.ask(() => queue.renew(held.map(claimOf)));
      let lost = 0;
      for (const [index, holding] of held.entries()) {
        if (renewed[index] === true) holding.leaseUntilMs = askedAtMs + leaseMs;
        else if (holdings.has(holding)) {
          holding.lost = true;
          lost += 1;
        }
      }
      if (lost > 0) this.#noteLost(lost);
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) throw error;
    }
  }

  #noteLost(messages: number): void {
    this.#options.onLost(messages);
    this.#options.logger.warn({ messages }, "leases of messages in hand were lost");
  }
}
