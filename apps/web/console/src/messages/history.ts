import { msWords } from "../parts/figures.ts";
import type { Message, TimelineEntry } from "./message.ts";
import { reasonWords } from "./reason-words.ts";
import type { StateMood } from "./states.ts";

/** One line of what happened, oldest first. */
export type HistoryLine = {
  key: string;
  atMs: number | undefined;
  mood: StateMood;
  title: string;
  /** Which attempt and part, how long it took, Telegram's id. */
  facts: readonly string[];
  reason: string | undefined;
};

type Words = { mood: StateMood; title: string };

const WHAT: Readonly<Record<string, Words>> = {
  sent: { mood: "ok", title: "Telegram took it" },
  limited: { mood: "waiting", title: "Telegram asked for patience" },
  unreachable: { mood: "waiting", title: "Nobody could be reached" },
  failed: { mood: "fail", title: "Given up" },
  migrated: { mood: "going", title: "The group moved" },
  not_sent: { mood: "waiting", title: "Not sent, to be tried again" },
  unknown: { mood: "waiting", title: "Nobody knows whether it arrived" },
  parked: { mood: "waiting", title: "Parked" },
  released: { mood: "going", title: "The person came back" },
  resent: { mood: "going", title: "Sent again by hand" },
  confirmed: { mood: "ok", title: "Called sent by hand" },
  expired: { mood: "over", title: "Expired" },
  cancelled: { mood: "over", title: "Cancelled" },
  superseded: { mood: "over", title: "A newer one took its place" },
};

/** So many lines are kept of a message; before the first of them there may have been others. */
const LINES_KEPT = 50;

/** From its acceptance to the last thing that happened. */
export function historyOf({ acceptedAtMs, via, timeline }: Message): HistoryLine[] {
  const accepted: HistoryLine = {
    key: "accepted",
    atMs: acceptedAtMs,
    mood: "going",
    title: `Came in by the ${via} door`,
    facts: timeline.length >= LINES_KEPT ? ["the lines after this one were too many to keep"] : [],
    reason: undefined,
  };
  return [accepted, ...timeline.map(lineOf)];
}

function lineOf(entry: TimelineEntry, index: number): HistoryLine {
  const { atMs, what } = entry;
  const words = WHAT[what] ?? { mood: "going", title: what.replaceAll("_", " ") };
  return { key: `${index} ${atMs} ${what}`, atMs, ...words, facts: factsOf(entry), reason: reasonOf(entry) };
}

function factsOf({ attempt, part, tookMs, messageId }: TimelineEntry): string[] {
  const facts = [
    attempt !== undefined && attempt > 0 && `attempt ${attempt}`,
    part !== undefined && part > 0 && `part ${part + 1}`,
    tookMs !== undefined && `took ${msWords(tookMs)}`,
    messageId !== undefined && `Telegram's message ${messageId}`,
  ];
  return facts.filter((fact) => typeof fact === "string");
}

/** Two kinds of lines have a figure in the place of the reason. */
function reasonOf({ what, reason }: TimelineEntry): string | undefined {
  if (reason === undefined) return undefined;
  if (what === "limited" && /^\d+$/.test(reason)) return `it wants none for ${msWords(Number(reason))}`;
  if (what === "migrated") return `its id is now ${reason}`;
  return reasonWords(reason);
}
