const LONGEST_MS = 60_000;

/** Any number of waits in fixed memory, by the millisecond. */
export class Waits {
  readonly #counts = new Float64Array(LONGEST_MS + 1);
  #count = 0;

  add(ms: number, times = 1): void {
    const place = Math.min(LONGEST_MS, Math.max(0, Math.round(ms)));
    this.#counts[place] = (this.#counts[place] ?? 0) + times;
    this.#count += times;
  }

  /** The wait that `share` of them do not exceed; NaN of none. */
  quantileMs(share: number): number {
    let passed = 0;
    for (const [ms, count] of this.#counts.entries()) {
      passed += count;
      if (passed >= this.#count * share && this.#count > 0) return ms;
    }
    return Number.NaN;
  }
}
