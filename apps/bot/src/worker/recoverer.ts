import { type DeliveryWorker, RedisUnavailableError } from "@bellwire/messaging";
import type { Logger } from "@bellwire/runtime";
import type { Holdings } from "./holdings.ts";
import type { RedisContact } from "./redis-contact.ts";
import type { Turns } from "./turns.ts";

export type RecovererOptions = {
  queue: Pick<DeliveryWorker, "recover" | "releaseDelayed">;
  holdings: Holdings;
  /** Shared with the sender: no recovery while a take is under way, whose messages are not held yet. */
  turns: Turns;
  contact: Pick<RedisContact, "ask" | "isSteady">;
  leaseMs: number;
  /** Told what was recovered, where anything was. Must not throw. */
  onRecovered: (recovered: Recovered) => void;
  logger: Logger;
};

export type Recovered = { returned: number; unknown: number; failed: number };

const EVERY_MS = 1000;

/**
 * Brings back what fell between: messages that Redis gave to this bot in an answer that was lost, and those of bots
 * whose leases ran out. Also lets go of what an outage of Telegram delayed, once that is over.
 */
export class Recoverer {
  readonly name = "recoverer";
  readonly #options: RecovererOptions;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #delayedIsDue = false;

  constructor(options: RecovererOptions) {
    this.#options = options;
  }

  start(): void {
    // Often enough for the steadiness, and for the queue's own watch: both have to see every pause of half a lease.
    this.#timer = setInterval(() => this.kick(), Math.min(EVERY_MS, this.#options.leaseMs / 4));
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#working;
  }

  /** Recovers now, such as after a reconnect. Never throws; while one recovery is under way there is no second. */
  kick(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  /** Makes due what an outage delayed, now or as soon as Redis is there. */
  releaseDelayed(): void {
    this.#delayedIsDue = true;
    this.kick();
  }

  async #work(): Promise<void> {
    const { turns } = this.#options;
    try {
      await turns.take(() => this.#recover());
      if (this.#delayedIsDue) await this.#releaseDelayed();
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) throw error;
    }
  }

  async #recover(): Promise<void> {
    const { queue, holdings, contact, onRecovered, logger } = this.#options;
    const recovered = await contact.ask(() => queue.recover(holdings.ids(), contact.isSteady));
    if (recovered.returned + recovered.unknown + recovered.failed === 0) return;
    onRecovered(recovered);
    logger.warn(recovered, "messages were taken back from lost answers or silent bots");
  }

  async #releaseDelayed(): Promise<void> {
    const { queue, contact } = this.#options;
    await contact.ask(() => queue.releaseDelayed());
    this.#delayedIsDue = false;
  }
}
