import type { Columns, Figure } from "./columns.ts";

export type Summary = { last: Figure; mean: Figure; most: Figure };

/** One line in three figures; null where nothing is known. */
export function summaryOf(figures: readonly Figure[]): Summary {
  const known = figures.filter((figure) => figure !== null);
  return {
    last: figures.at(-1) ?? null,
    mean: meanOf(known),
    most: known.length === 0 ? null : known.reduce((a, b) => Math.max(a, b)),
  };
}

export type Minute = { fromMs: number; means: Figure[] };

const MINUTE_MS = 60_000;

/** The means of each minute, the newest first. */
export function minutesOf({ timesMs, figures }: Columns): Minute[] {
  const minutes: Minute[] = [];
  for (let from = 0; from < timesMs.length; ) {
    const fromMs = floorToMinute(timesMs[from]);
    const next = timesMs.findIndex((ms) => ms >= fromMs + MINUTE_MS);
    const to = next < 0 ? timesMs.length : next;
    const means = figures.map((line) => meanOf(line.slice(from, to).filter((figure) => figure !== null)));
    minutes.unshift({ fromMs, means });
    from = to;
  }
  return minutes;
}

function floorToMinute(ms = 0): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}

function meanOf(known: readonly number[]): Figure {
  return known.length === 0 ? null : known.reduce((a, b) => a + b) / known.length;
}
