import { setTimeout } from "node:timers/promises";
import { RedisUnavailableError } from "@bellwire/messaging";

const FIRST_MS = 50;
const MAX_MS = 1000;

/** Wait after failure number `failures` (from 1): 50 ms doubling to 1 s, of which a random half is left out. */
export function redisBackoffMs(failures: number, random: () => number = Math.random): number {
  return Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 10), MAX_MS) * (1 - random() / 2);
}

/**
 * Does `work`, which may be repeated, until Redis serves it. Resolves with `undefined` where it was not served and
 * `goOn` says that it makes no sense to go on, or `signal` is aborted. Other errors than of Redis being away are thrown.
 */
export async function untilServed<Result>(
  work: () => Promise<Result>,
  { goOn, signal }: { goOn: () => boolean; signal: AbortSignal },
): Promise<Result | undefined> {
  for (let failures = 1; ; failures++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) throw error;
    }
    if (!signal.aborted && goOn())
      await setTimeout(redisBackoffMs(failures), undefined, { signal }).catch(() => {});
    if (signal.aborted || !goOn()) return undefined;
  }
}
