import {
  QUARANTINE_RAW_BYTES,
  type Quarantine,
  type QuarantineDraft,
  RedisUnavailableError,
} from "@bellwire/messaging";
import type { Counter, Logger } from "@bellwire/runtime";
import type { Malformed } from "./read-payload.ts";

export type QuarantineWriterOptions = {
  quarantine: Pick<Quarantine, "add">;
  logger: Logger;
  /** Malformed payloads by reason. */
  malformed: Counter;
  /** Those that could not be kept. */
  dropped: Counter;
};

/**
 * How many may wait to be kept, of 16 KiB each at most. A flood beyond it is counted and not kept: the first ones tell
 * the story.
 */
const WAITING_MAX = 256;

/** Counts malformed payloads and keeps them in the quarantine, in the background, many in one round trip. */
export class QuarantineWriter {
  readonly name = "quarantine writer";
  readonly #options: QuarantineWriterOptions;
  #waiting: QuarantineDraft[] = [];
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
    this.#waiting.push(cut(payload));
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

/** A copy of what will be kept: a part of the payload's own memory would hold all of it, and a payload may be huge. */
function cut(payload: Malformed): QuarantineDraft {
  const raw = Buffer.from(payload.raw.subarray(0, QUARANTINE_RAW_BYTES));
  return { ...payload, raw, bytes: payload.raw.length };
}
