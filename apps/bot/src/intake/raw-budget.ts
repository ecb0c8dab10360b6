import { QUARANTINE_RAW_BYTES } from "@bellwire/messaging";

/** So many bytes of malformed payloads are kept whole in a second; of each one beyond, only its beginning. */
const BYTES_PER_SECOND = 1024 * 1024;
const BEGINNING_BYTES = 256;

/**
 * What is kept of malformed payloads. A flood of them is counted and told, but must not take the time of those that are
 * valid: the first ones of each second tell the story, of the others the beginning does.
 */
export class RawBudget {
  readonly #nowMs: () => number;
  #sinceMs = Number.NEGATIVE_INFINITY;
  #spent = 0;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** The part of `raw` that is kept. */
  readonly cut = (raw: Buffer): Buffer => {
    const now = this.#nowMs();
    if (now - this.#sinceMs >= 1000) {
      this.#sinceMs = now;
      this.#spent = 0;
    }
    const most = this.#spent < BYTES_PER_SECOND ? QUARANTINE_RAW_BYTES : BEGINNING_BYTES;
    const kept = raw.subarray(0, most);
    this.#spent += kept.length;
    return kept;
  };
}
