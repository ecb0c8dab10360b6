const UNITS: readonly [name: string, ms: number][] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
];

/** "12 s ago", "3 min ago", "in 2 h"; "now" within a second. Rounded down, so that nothing looks older than it is. */
export function agoWords(ms: number, nowMs: number): string {
  const span = spanWords(Math.abs(nowMs - ms));
  if (span === undefined) return "now";
  return ms > nowMs ? `in ${span}` : `${span} ago`;
}

/** "12 s", "3 min", "2 h", "5 d"; undefined for less than a second. */
export function spanWords(spanMs: number): string | undefined {
  const unit = UNITS.find(([, unitMs]) => spanMs >= unitMs);
  return unit && `${Math.floor(spanMs / unit[1])} ${unit[0]}`;
}
