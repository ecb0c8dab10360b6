/** Lets calls begin at least so far apart; the first after a pause begins at once. */
export class Pace {
  readonly #everyMs: number;
  readonly #nowMs: () => number;
  #nextMs = Number.NEGATIVE_INFINITY;

  constructor(everyMs: number, nowMs: () => number = () => performance.now()) {
    this.#everyMs = everyMs;
    this.#nowMs = nowMs;
  }

  /** How long the call that asks has to wait. It is taken for granted that it then begins. */
  delayMs(): number {
    const nowMs = this.#nowMs();
    const beginsMs = Math.max(nowMs, this.#nextMs);
    this.#nextMs = beginsMs + this.#everyMs;
    return beginsMs - nowMs;
  }
}
