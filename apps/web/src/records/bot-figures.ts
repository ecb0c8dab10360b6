import type { PresenceReport } from "@bellwire/messaging";
import { z } from "zod";

/** What only bots know, of all that reported. */
export type BotFigures = {
  /** Sends a second that Telegram allows, as the bots believe; 0: no limit. Absent where no bot says it. */
  limitPerSecond?: number;
  /** Of the deliveries of the last minute, in milliseconds, at most a tenth off; absent where there was none. */
  latency?: { p50: number; p95: number; p99: number };
  deliveries: number;
};

const BUCKETS_MAX = 200;
const count = z.int().min(0).max(1e9);

/** Whoever can write to Redis can write a report: what does not fit is left out. */
const figures = z.object({
  limit_per_second: z.number().min(0).max(1e6).optional().catch(undefined),
  /** Bucket n holds what took from 2^(n/4) to 2^((n+1)/4) milliseconds. */
  latency: z
    .array(z.tuple([z.int().min(0).max(BUCKETS_MAX), count]))
    .max(BUCKETS_MAX)
    .catch([]),
});

/** @param reports of bots that are alive */
export function botFiguresOf(reports: readonly PresenceReport[]): BotFigures {
  const read = reports.flatMap(({ report }) => {
    const parsed = figures.safeParse(report);
    return parsed.success ? [parsed.data] : [];
  });
  const limit = read.find(({ limit_per_second }) => limit_per_second !== undefined)?.limit_per_second;
  const buckets = summed(read.flatMap(({ latency }) => latency));
  const deliveries = buckets.reduce((sum, [, many]) => sum + many, 0);
  const percentile = (share: number) => middleOf(bucketAt(buckets, deliveries * share));
  return {
    ...(limit !== undefined && { limitPerSecond: limit }),
    ...(deliveries > 0 && {
      latency: { p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) },
    }),
    deliveries,
  };
}

type Buckets = [bucket: number, count: number][];

function summed(buckets: Buckets): Buckets {
  const sums = new Map<number, number>();
  for (const [bucket, many] of buckets) sums.set(bucket, (sums.get(bucket) ?? 0) + many);
  return [...sums].sort(([one], [other]) => one - other);
}

/** The bucket within which the `rank`-th delivery lies, the quickest first. */
function bucketAt(buckets: Buckets, rank: number): number {
  let passed = 0;
  for (const [bucket, many] of buckets) {
    passed += many;
    if (passed >= rank) return bucket;
  }
  return 0;
}

function middleOf(bucket: number): number {
  return Math.round(2 ** ((bucket + 0.5) / 4) * 10) / 10;
}
