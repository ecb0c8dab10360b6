import type { DeliveryIntake } from "@bellwire/messaging";
import type { Admission } from "./admission.ts";

export type SweeperOptions = {
  intake: Pick<DeliveryIntake, "sweepAccepted">;
  admission: Pick<Admission, "noteSwept">;
  nowMs?: () => number;
};

/** What web accepted so long ago and nobody admitted was not heard: hearing takes milliseconds. */
const USUAL_AGE_MS = 1000;

/** While much is being heard, what is older than that only. */
const BUSY_AGE_MS = 5000;

/** Calls in a row; each sweeps up to 500. What is left is swept the next time. */
const ROUNDS = 100;

/**
 * Admits what web accepted for the channel and this bot did not hear: published before it took over, while its
 * connection was away, or when its buffer was full. After each of these everything unadmitted is swept, before anything
 * heard later is admitted, so that order is kept; otherwise once a second, what is a second old.
 */
export class Sweeper {
  readonly #options: Required<SweeperOptions>;
  #everything = true;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(options: SweeperOptions) {
    this.#options = { nowMs: () => performance.now(), ...options };
  }

  /** Something may not have been heard: the next sweep takes everything. */
  expectGap(): void {
    this.#everything = true;
  }

  /** Whether it is time to sweep. @param isIdle whether nothing heard waits for its turn */
  isDue(isIdle: boolean): boolean {
    return this.#dueAge(isIdle) !== undefined;
  }

  /**
   * Sweeps if it is time to.
   * @param isIdle whether nothing heard waits for its turn
   * @param mayGoOn asked between two calls
   * @returns false where the intake lease turned out to be another's
   * Throws RedisUnavailableError; then it is still time to.
   */
  async sweep(isIdle: boolean, mayGoOn: () => boolean): Promise<boolean> {
    const minAgeMs = this.#dueAge(isIdle);
    if (minAgeMs === undefined) return true;
    // Before the first call: a gap that is noted while Redis is asked may be younger than its answer.
    this.#everything = false;
    let isDone = false;
    try {
      const answer = await this.#call(minAgeMs, mayGoOn);
      isDone = answer === "done";
      return answer !== "lost";
    } finally {
      if (isDone) this.#lastMs = this.#options.nowMs();
      else if (minAgeMs === 0) this.#everything = true;
    }
  }

  async #call(minAgeMs: number, mayGoOn: () => boolean): Promise<"done" | "more" | "lost"> {
    const { intake, admission } = this.#options;
    for (let round = 0; round < ROUNDS && mayGoOn(); round += 1) {
      const answer = await intake.sweepAccepted(minAgeMs);
      if (answer.lost) return "lost";
      admission.noteSwept(answer.admitted);
      if (!answer.more) return "done";
    }
    return "more";
  }

  #dueAge(isIdle: boolean): number | undefined {
    if (this.#everything) return 0;
    const sinceMs = this.#options.nowMs() - this.#lastMs;
    if (isIdle) return sinceMs >= USUAL_AGE_MS ? USUAL_AGE_MS : undefined;
    return sinceMs >= BUSY_AGE_MS ? BUSY_AGE_MS : undefined;
  }
}
