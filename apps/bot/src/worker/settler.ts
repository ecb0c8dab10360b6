import { setImmediate, setTimeout } from "node:timers/promises";
import { type DeliveryWorker, RedisUnavailableError, type Settlement } from "@bellwire/messaging";
import type { Holding, Holdings } from "./holdings.ts";
import { redisBackoffMs } from "./redis-backoff.ts";
import type { RedisContact } from "./redis-contact.ts";

export type SettlerOptions = {
  queue: Pick<DeliveryWorker, "settle">;
  holdings: Holdings;
  contact: Pick<RedisContact, "ask">;
  /** Told when the queue has one back; `accepted` is false where it was another's by then. Must not throw. */
  onSettled: (settlement: Settlement, accepted: boolean) => void;
};

/** As many as one script settles quickly. */
const BATCH_MAX = 500;

type Ended = { holding: Holding; settlement: Settlement };

/**
 * Tells the queue what became of messages: everything that ended since the last call in one call, one call at a time.
 * A call that Redis did not serve is repeated until it is: the queue answers the same settlement twice the same way.
 * What waits is bounded by what is held.
 */
export class Settler {
  readonly #options: SettlerOptions;
  readonly #abandoned = new AbortController();
  #waiting: Ended[] = [];
  #batchMax = BATCH_MAX;
  #working: Promise<void> | undefined;

  constructor(options: SettlerOptions) {
    this.#options = options;
  }

  add(holding: Holding, settlement: Settlement): void {
    this.#waiting.push({ holding, settlement });
    this.#working ??= this.#settleAll();
  }

  /** Resolves when nothing waits to be settled, or `abandon` was called. */
  async idle(): Promise<void> {
    while (this.#working !== undefined) await this.#working;
  }

  /** Lets go of what waits: it comes to others when its lease is over. */
  abandon(): void {
    this.#abandoned.abort();
  }

  async #settleAll(): Promise<void> {
    const { signal } = this.#abandoned;
    // What ends in the same turn of the event loop goes together.
    await setImmediate();
    let failures = 0;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#batchMax);
      const trouble = await this.#settle(batch);
      if (trouble === undefined) {
        failures = 0;
        this.#batchMax = BATCH_MAX;
        continue;
      }
      if (signal.aborted) break;
      // Refused by itself and not because Redis is away, one of them may be the reason: each for itself, the others first.
      this.#batchMax = trouble === "refused" ? 1 : BATCH_MAX;
      this.#waiting.push(...batch);
      failures += 1;
      await setTimeout(redisBackoffMs(failures), undefined, { signal }).catch(() => {});
    }
    // Without a step between it and the end of the loop: what is added next must begin anew.
    this.#working = undefined;
  }

  /** @returns why Redis did not serve it, if it did not */
  async #settle(batch: readonly Ended[]): Promise<string | undefined> {
    const { queue, contact, holdings, onSettled } = this.#options;
    try {
      const accepted = await contact.ask(() => queue.settle(batch.map(({ settlement }) => settlement)));
      for (const [index, { holding, settlement }] of batch.entries()) {
        holdings.remove(holding);
        onSettled(settlement, accepted[index] === true);
      }
      return undefined;
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) throw error;
      return error.trouble;
    }
  }
}
