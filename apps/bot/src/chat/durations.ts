import type { Texts } from "./texts.ts";

const MINUTE_MS = 60_000;
const UNITS_MS = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: 24 * 60 * MINUTE_MS } as const;

const DURATION = /^(\d{1,5}) ?(m|h|d)(?:(?<=m)in)?$/i;

/** The milliseconds that such as `30m`, `2h` and `1d` are; undefined for anything else. */
export function readDuration(text: string): number | undefined {
  const [, count, unit] = DURATION.exec(text) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  return Number(count) * UNITS_MS[unit.toLowerCase() as keyof typeof UNITS_MS];
}

/** Such as `1 day 2 h` and `45 min`; a minute that has begun counts as a whole one. */
export function durationWords(ms: number, { duration }: Texts): string {
  const minutes = Math.max(1, Math.ceil(ms / MINUTE_MS));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  return [
    days > 0 ? duration.days(days) : "",
    hours > 0 ? `${hours} ${duration.hours}` : "",
    rest > 0 ? `${rest} ${duration.minutes}` : "",
  ]
    .filter((words) => words !== "")
    .join(" ");
}
