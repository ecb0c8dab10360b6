import { type Quarantine, RedisUnavailableError } from "@bellwire/messaging";
import type { Counter, Logger } from "@bellwire/runtime";
import type { Malformed } from "./read-payload.ts";

export type QuarantineWriterOptions = {
  quarantine: Quarantine;
  logger: Logger;
  /** Malformed payloads by reason. */
  malformed: Counter;
  /** Those that could not be kept. */
  dropped: Counter;
};

/** How many may wait to be kept. A flood beyond it is counted and not kept: the first ones tell the story. */
const WAITING_MAX = 256;

/** Counts malformed payloads and keeps them in the quarantine, in the background, many in one round trip. */
export class QuarantineWriter {
  readonly name = "quarantine writer";
  readonly #options: QuarantineWriterOptions;
  #waiting: Malformed[] = [];
  #writing: Promise<void> | undefined;

  constructor(options: QuarantineWriterOptions) {
    this.#options = options;
  }

  /** Takes note of `payload`; never throws and never waits. */
  add(payload: Malformed): void {
    const { malformed, dropped } = this.#options;
    malformed.add({ door: payload.door, reason: payload.reason });
    if (this.#waiting.length >= WAITING_MAX) {
      dropped.add({ where: "quarantine" });
      return;
    }
    this.#waiting.push(payload);
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when what was added is written or given up. */
  async stop(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    const { quarantine, dropped, logger } = this.#options;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await quarantine.add(batch);
      } catch (error) {
        if (!(error instanceof RedisUnavailableError)) throw error;
        dropped.add({ where: "quarantine" }, batch.length);
        logger.warn(
          { trouble: error.trouble, payloads: batch.length },
          "malformed payloads could not be kept",
        );
      }
    }
    this.#writing = undefined;
  }
}
