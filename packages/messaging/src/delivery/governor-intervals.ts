import type { GovernorLimits } from "./model.ts";

/** Milliseconds between two sends: of all, of one lane, of one group. 0 where there is no limit. */
export type Intervals = { globalMs: number; laneMs: number; groupMs: number };

/** From so many a second on, two are left unused; of smaller limits a tenth. */
const MARGIN_FROM_PER_SECOND = 20;

/**
 * Evenly paced, a little below the limit: under 20 ms of jitter a bucket of 29 sends shows Telegram 44 to 57 of them in
 * its worst second, while an even 28 a second stays below 30.
 */
export function intervalsOf({ perSecond, laneIntervalMs, groupPerMinute }: GovernorLimits): Intervals {
  const rate = perSecond >= MARGIN_FROM_PER_SECOND ? perSecond - 2 : perSecond * 0.9;
  const groupMs = groupPerMinute === 0 ? 0 : 60_000 / groupPerMinute;
  return {
    globalMs: rate === 0 ? 0 : 1000 / rate,
    laneMs: laneIntervalMs,
    groupMs: Math.max(groupMs, laneIntervalMs),
  };
}
