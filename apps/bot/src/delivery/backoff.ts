const FIRST_MS = 1000;
const MAX_MS = 600_000;
/** Share by which a wait may be shorter or longer, so that what failed together does not come back together. */
const JITTER = 0.2;

/**
 * Milliseconds to wait after failure number `failures` (from 1) before the next try: 1 s doubling to 10 min, ±20 %.
 *
 * | after failure | 1 | 2 | 3 | 4 | 5  | 6  | 7  | 8   | 9   | 10  | 11  |
 * |---------------|---|---|---|---|----|----|----|-----|-----|-----|-----|
 * | wait, seconds | 1 | 2 | 4 | 8 | 16 | 32 | 64 | 128 | 256 | 512 | 600 |
 * | in all        | 1 | 3 | 7 | 15| 31 | 63 | 127| 255 | 511 | 1023| 1623|
 *
 * With 12 attempts the last one comes 1,623 s, about 27 min, after the first.
 *
 * @param random from 0 up to, not including, 1
 */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  const exponent = Math.max(0, Math.min(failures - 1, 30));
  const waitMs = Math.min(FIRST_MS * 2 ** exponent, MAX_MS);
  return Math.round(waitMs * (1 - JITTER + 2 * JITTER * random()));
}
