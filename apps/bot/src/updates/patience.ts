import { setTimeout } from "node:timers/promises";
import { type Lease, RedisUnavailableError } from "@bellwire/messaging";
import type { Logger } from "@bellwire/runtime";

export type PatienceOptions = { lease: Pick<Lease, "state">; logger: Logger; patienceMs: number };

export type Asked<T> =
  | { kind: "done"; value: T }
  /** Not done, and the update it is for must come again: to this bot or to the next one that listens. */
  | { kind: "again" }
  /** Not done, and waited for long enough: other people's updates must not wait for ever. */
  | { kind: "failed" };

/** Until Redis is asked again after it did not answer. */
const RETRY_MS = 200;

/** Asks Redis for what an update needs, again and again while it does not answer. */
export class Patience {
  readonly #options: PatienceOptions;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /** @param work may be called many times, each after the one before failed; `hurry` ends the wait between them */
  async ask<T>(work: () => Promise<T>, hurry: AbortSignal): Promise<Asked<T>> {
    const { lease, logger, patienceMs } = this.#options;
    const untilMs = performance.now() + patienceMs;
    while (true) {
      try {
        return { kind: "done", value: await work() };
      } catch (error) {
        if (!(error instanceof RedisUnavailableError)) throw error;
        // Without the lease this bot stops listening, and the update waits with Telegram until one has it again.
        if (hurry.aborted || lease.state !== "held") return { kind: "again" };
        if (performance.now() >= untilMs) {
          logger.warn({ trouble: error.trouble }, "what somebody wants could not be done");
          return { kind: "failed" };
        }
      }
      await setTimeout(RETRY_MS, undefined, { signal: hurry }).catch(() => {});
    }
  }
}
