import { parseStats, type Stats, type StatsPoint, toPoint } from "../../src/feed/stats.ts";

/** A point of the history, from what web answers. */
export function pointAt(atMs: number, answer: object = {}): StatsPoint {
  return toPoint(statsOf(answer), atMs);
}

export function statsOf(answer: object): Stats {
  return parseStats(answer);
}

/** A point a second from `atMs` on, one for each number sent so far. */
export function sentPoints(atMs: number, sent: readonly number[]): StatsPoint[] {
  return sent.map((count, second) => pointAt(atMs + second * 1_000, { states: { sent: count } }));
}
