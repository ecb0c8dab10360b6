/** A slot of the past; together they hold the last minute. */
const SLOT_MS = 5000;
const SLOTS = 12;
/** Four buckets double the time: a figure read from them is at most a tenth off. */
const BUCKETS_PER_DOUBLING = 4;
const LAST_BUCKET = 120;

type Slot = { beganMs: number; counts: Map<number, number> };

/**
 * How long deliveries of the last minute took, as counts per bucket, so that those of several bots can be added. Bucket
 * n holds what took from 2^(n/4) to 2^((n+1)/4) milliseconds; the first one what was quicker, too.
 */
export class RecentLatency {
  readonly #nowMs: () => number;
  #slots: Slot[] = [];

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  note(tookMs: number): void {
    const { counts } = this.#slot();
    const bucket = Math.floor(Math.log2(Math.max(1, tookMs)) * BUCKETS_PER_DOUBLING);
    const kept = Math.min(bucket, LAST_BUCKET);
    counts.set(kept, (counts.get(kept) ?? 0) + 1);
  }

  /** Pairs of a bucket and how many fell into it within the last minute. */
  counts(): [bucket: number, count: number][] {
    const nowMs = this.#nowMs();
    const sums = new Map<number, number>();
    for (const { beganMs, counts } of this.#slots) {
      if (beganMs <= nowMs - SLOT_MS * SLOTS) continue;
      for (const [bucket, count] of counts) sums.set(bucket, (sums.get(bucket) ?? 0) + count);
    }
    return [...sums].sort(([one], [other]) => one - other);
  }

  #slot(): Slot {
    const nowMs = this.#nowMs();
    const newest = this.#slots.at(-1);
    if (newest !== undefined && nowMs < newest.beganMs + SLOT_MS) return newest;
    const slot = { beganMs: nowMs, counts: new Map<number, number>() };
    this.#slots = [...this.#slots.slice(1 - SLOTS), slot];
    return slot;
  }
}
