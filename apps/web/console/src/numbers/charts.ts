import { fieldsOf, numberOf, textOf } from "../api/read.ts";
import type { StatsPoint } from "../feed/index.ts";
import { figureWords, msWords } from "../parts/figures.ts";
import type { Measure } from "./columns.ts";
import type { Ink } from "./inks.ts";

export type Line = Measure & {
  name: string;
  ink: Ink;
  dashed?: boolean;
  /** A state that holds or not, shown as a shade over the whole height. */
  isShade?: boolean;
};

export type ChartSpec = {
  title: string;
  hint: string;
  lines: readonly Line[];
  words: (figure: number) => string;
  /** Shown in place of lines while nothing is known of any. */
  none: string;
  /** Takes a row of its own, where there is room. */
  isWide?: boolean;
};

export const CHARTS: readonly ChartSpec[] = [
  {
    title: "Messages a second",
    hint: "By all doors, of the whole installation.",
    lines: [
      { name: "Came in", ink: "accent", of: cameIn, perSecond: true },
      { name: "Sent", ink: "ok", of: stateOf("sent"), perSecond: true },
      { name: "Failed", ink: "fail", of: stateOf("failed"), perSecond: true },
    ],
    words: figureWords,
    none: "Two seconds make the first point.",
  },
  {
    title: "Latency, end to end",
    hint: "From coming in to Telegram's answer, over the last minute.",
    lines: [
      { name: "Half within", ink: "ok", of: latencyOf("p50_ms") },
      { name: "95 % within", ink: "warn", of: latencyOf("p95_ms") },
      { name: "99 % within", ink: "fail", of: latencyOf("p99_ms") },
    ],
    words: msWords,
    none: "No bot sent anything within the last minute: publish a message.",
  },
  {
    title: "Depth",
    hint: "How many messages are in each state before its end.",
    lines: [
      { name: "Queued", ink: "accent", of: stateOf("queued") },
      { name: "Sending", ink: "ok", of: stateOf("sending") },
      { name: "Retrying", ink: "warn", of: stateOf("retrying") },
      { name: "Held", ink: "fail", of: stateOf("held") },
      { name: "Accepted", ink: "muted", of: stateOf("accepted") },
      { name: "Scheduled", ink: "accent", dashed: true, of: stateOf("scheduled") },
      { name: "Parked", ink: "warn", dashed: true, of: stateOf("parked") },
    ],
    words: figureWords,
    none: "Two seconds make the first point.",
    isWide: true,
  },
  {
    title: "Budget of sends",
    hint: "Sends a second that the governor allows all bots together. Refusals of Telegram cut it; it grows back in a minute.",
    lines: [
      { name: "Sent", ink: "ok", of: stateOf("sent"), perSecond: true },
      { name: "Allowed now", ink: "accent", of: governorOf("per_second") },
      { name: "Limit", ink: "muted", dashed: true, of: governorOf("limit_per_second") },
      { name: "Held by Telegram", ink: "fail", isShade: true, of: isHeld },
    ],
    words: figureWords,
    none: "Two seconds make the first point.",
  },
  {
    title: "Channels a second",
    hint: "As this web service sees them: its own PUBLISH calls, and what its subscribers hear.",
    lines: [
      { name: "Published", ink: "accent", of: ({ published }) => published, perSecond: true },
      { name: "Delivered", ink: "accent", dashed: true, of: ({ delivered }) => delivered, perSecond: true },
      { name: "Received", ink: "ok", of: ({ received }) => received, perSecond: true },
      { name: "Fanned out", ink: "warn", of: ({ fannedOut }) => fannedOut, perSecond: true },
    ],
    words: figureWords,
    none: "Two seconds make the first point.",
  },
];

/** Figures of a shade are shares: 1 while it holds, and in between for a mean. */
export function wordsOf({ words }: ChartSpec, { isShade = false }: Line): (figure: number) => string {
  return isShade ? (share) => `${Math.round(share * 100)} %` : words;
}

/** Each message is in one state, and an end stays counted: their sum grows by one with each that comes in, or is resent. */
function cameIn({ states }: StatsPoint): number {
  return Object.values(states).reduce((sum, count) => sum + count, 0);
}

function stateOf(state: string): Measure["of"] {
  return ({ states }) => states[state];
}

function latencyOf(name: string): Measure["of"] {
  return ({ latency }) => numberOf(latency[name]);
}

function governorOf(name: string): Measure["of"] {
  return ({ governor }) => numberOf(governor[name]);
}

/** Web names the moment only while it lies ahead, so that its clock need not agree with ours. */
function isHeld({ governor }: StatsPoint): number | undefined {
  if (!("held_until" in fieldsOf(governor))) return undefined;
  return textOf(governor.held_until) === undefined ? 0 : 1;
}
