import type { Clock } from "./clock.ts";

const windowMs = 1000;

/** The most events in any 1,000 ms, exact to the millisecond: one counter a millisecond, of the last second only. */
export class BusiestSecond {
  readonly #clock: Clock;
  readonly #counts = new Uint32Array(windowMs);
  #newestMs: number;
  #inWindow = 0;
  #most = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#newestMs = clock();
  }

  get most(): number {
    return this.#most;
  }

  note(): void {
    this.#advance(this.#clock());
    const slot = this.#newestMs % windowMs;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
    this.#inWindow += 1;
    if (this.#inWindow > this.#most) this.#most = this.#inWindow;
  }

  #advance(now: number): void {
    if (now - this.#newestMs >= windowMs) {
      this.#counts.fill(0);
      this.#inWindow = 0;
      this.#newestMs = now;
      return;
    }
    while (this.#newestMs < now) {
      this.#newestMs += 1;
      const slot = this.#newestMs % windowMs;
      this.#inWindow -= this.#counts[slot] ?? 0;
      this.#counts[slot] = 0;
    }
  }
}
