const PAUSES_MS = [0, 1000, 2000, 5000] as const;
const PAUSE_MAX_MS = 5000;
/** A receiver that asks for patience is asked again after so long, with one call, so that its return is noticed. */
const ASKED_PAUSE_MAX_MS = 60_000;

/**
 * How many calls the receiver may have at a time: as many as allowed while it takes them; after a failure one by one,
 * with pauses, until one succeeds. So a receiver that is down is not hammered, and what waits for it loses no tries.
 */
export class ReceiverBrake {
  readonly #most: number;
  readonly #now: () => number;
  #failures = 0;
  #pausedUntilMs = 0;

  /** @param now milliseconds of a clock that is not set back */
  constructor(most: number, now: () => number = () => performance.now()) {
    this.#most = most;
    this.#now = now;
  }

  noteSuccess(): void {
    this.#failures = 0;
    this.#pausedUntilMs = 0;
  }

  /** @param askedMs how much patience the receiver asked for */
  noteFailure(askedMs = 0): void {
    this.#failures += 1;
    const pauseMs = PAUSES_MS[this.#failures - 1] ?? PAUSE_MAX_MS;
    this.#pausedUntilMs = this.#now() + Math.max(pauseMs, Math.min(askedMs, ASKED_PAUSE_MAX_MS));
  }

  /** How many may be under way now. */
  get allowed(): number {
    if (this.#failures === 0) return this.#most;
    return this.pauseMs > 0 ? 0 : 1;
  }

  /** How long to wait before the next one may be begun. */
  get pauseMs(): number {
    return Math.max(0, this.#pausedUntilMs - this.#now());
  }
}
