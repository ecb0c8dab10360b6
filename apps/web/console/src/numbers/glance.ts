import type { Stats } from "../feed/index.ts";
import { countWords, msWords } from "../parts/figures.ts";
import { hashOf } from "../shell/route.ts";

export type Glance = {
  name: string;
  words: string;
  /** Where there is more to see. */
  href?: string;
  isBad?: boolean;
};

/** The present moment in a few figures. */
export function glancesOf(stats: Stats): Glance[] {
  const { states, oldestWaitingMs, taken, lag, deadLetters, quarantined, botsAlive } = stats;
  const { queued = 0, retrying = 0, sent = 0 } = states;
  return [
    { name: "Bots alive", words: countWords(botsAlive), href: hashOf("findings"), isBad: botsAlive === 0 },
    { name: "At the doors", words: countWords(lag), href: hashOf("doors") },
    { name: "Waiting", words: countWords(queued + retrying), href: hashOf("messages", { state: "queued" }) },
    { name: "With bots", words: countWords(taken) },
    { name: "Longest wait", words: oldestWaitingMs === undefined ? "none" : msWords(oldestWaitingMs) },
    { name: "Sent, ever", words: countWords(sent), href: hashOf("messages", { state: "sent" }) },
    {
      name: "Dead letters",
      words: countWords(deadLetters),
      href: hashOf("messages", { tab: "dead" }),
      isBad: deadLetters > 0,
    },
    {
      name: "Quarantined",
      words: countWords(quarantined),
      href: hashOf("messages", { tab: "quarantine" }),
      isBad: quarantined > 0,
    },
  ];
}
