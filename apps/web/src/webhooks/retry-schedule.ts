const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The wait after each failed try; after the last of these waits comes the last try. */
const WAITS_MS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  1 * HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  12 * HOUR,
];

/** Share by which a wait may be shorter or longer, so that what failed together does not come back together. */
const JITTER = 0.2;

/**
 * Milliseconds to wait after try number `attempts` (from 1) failed; undefined when that was the last one.
 *
 * | after try | 1   | 2    | 3     | 4      | 5      | 6   | 7   | 8   | 9    | 10   |
 * |-----------|-----|------|-------|--------|--------|-----|-----|-----|------|------|
 * | wait      | 5 s | 30 s | 2 min | 10 min | 30 min | 1 h | 2 h | 4 h | 8 h  | 12 h |
 * | in all    |     | 35 s | 3 min | 13 min | 43 min | 2 h | 4 h | 8 h | 16 h | 28 h |
 *
 * @param random from 0 up to, not including, 1
 */
export function retryDelayMs(attempts: number, random: () => number = Math.random): number | undefined {
  const waitMs = WAITS_MS[attempts - 1];
  return waitMs === undefined ? undefined : Math.round(waitMs * (1 - JITTER + 2 * JITTER * random()));
}

/** A receiver may ask for this much patience. */
const RETRY_AFTER_MAX_MS = HOUR;

/** Milliseconds that a header Retry-After asks for, in seconds or as a date, an hour at most; undefined without sense. */
export function retryAfterMs(header: string | null, nowMs = Date.now()): number | undefined {
  if (header === null) return undefined;
  const askedMs = /^\d{1,9}$/.test(header) ? Number(header) * SECOND : Date.parse(header) - nowMs;
  return Number.isNaN(askedMs) ? undefined : Math.min(Math.max(askedMs, 0), RETRY_AFTER_MAX_MS);
}
