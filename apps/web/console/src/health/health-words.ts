import type { Check, CheckStatus } from "../api/health.ts";
import type { HealthState } from "./use-health.ts";

export type Mood = CheckStatus | "unknown";

/** One line of the health card. `sinceMs` is there only when it matters: not while all is well. */
export type Sentence = {
  key: string;
  subject: string;
  mood: Mood;
  words: string;
  sinceMs: number | undefined;
  remedy: string | undefined;
};

/** Web first, then its checks as web orders them. What web last said of others is not repeated once it is silent. */
export function sentencesOf(state: HealthState): Sentence[] {
  const silent = state.web !== "up";
  const checks = state.report?.checks ?? [];
  return [webSentence(state), ...checks.map((check, index) => checkSentence(check, index, silent))];
}

/** The whole in one short sentence, for the top of the page. */
export function summaryOf(state: HealthState): { mood: Mood; words: string } {
  if (state.web === "unknown") return { mood: "unknown", words: "Asking…" };
  if (state.web === "silent") return { mood: "fail", words: "Web does not answer" };
  const worst = worstOf(state.report?.checks ?? []);
  if (worst === undefined) return { mood: "ok", words: "All is well" };
  return { mood: worst.status, words: `${subjectOf(worst.name)}: ${MOOD_WORDS[worst.status].toLowerCase()}` };
}

export type Away = { who: string; sinceMs: number | undefined; words: string };

/** What keeps the whole page from working; undefined when nothing does. */
export function awayOf(state: HealthState): Away | undefined {
  if (state.web === "silent") {
    return {
      who: "Web does not answer",
      sinceMs: state.sinceMs,
      words: "This page stays up and goes on by itself when web is back.",
    };
  }
  const redis = state.report?.checks.find(({ name, status }) => name === "redis" && status === "fail");
  if (redis === undefined) return undefined;
  return { who: redis.words.replace(/\.$/, ""), sinceMs: sinceOf(redis), words: redis.remedy ?? "" };
}

/** The words beside the dot, so that nothing depends on seeing its colour. */
export const MOOD_WORDS: Record<Mood, string> = {
  ok: "OK",
  warn: "Warning",
  fail: "Failing",
  unknown: "Unknown",
};

function worstOf(checks: readonly Check[]): Check | undefined {
  return checks.find((check) => check.status === "fail") ?? checks.find((check) => check.status === "warn");
}

function webSentence(state: HealthState): Sentence {
  const base = { key: "web", subject: "Web", sinceMs: undefined, remedy: undefined };
  if (state.web === "unknown")
    return { ...base, mood: "unknown", words: "Asking the web service how it is." };
  if (state.web === "silent") {
    return {
      ...base,
      mood: "fail",
      words: state.problem?.detail ?? "The web service could not be reached.",
      sinceMs: state.sinceMs,
      remedy: "Start it with `npm start` if it was stopped. This page keeps asking and needs no reload.",
    };
  }
  if (state.report?.ready === false)
    return { ...base, mood: "fail", words: "Web answers, but cannot take messages." };
  return { ...base, mood: "ok", words: "Web answers and takes messages." };
}

function checkSentence(check: Check, index: number, silent: boolean): Sentence {
  const key = `${index} ${check.name}`;
  const subject = subjectOf(check.name);
  if (silent) {
    const words = "Not known while web does not answer.";
    return { key, subject, mood: "unknown", words, sinceMs: undefined, remedy: undefined };
  }
  const well = check.status === "ok";
  return {
    key,
    subject,
    mood: check.status,
    words: check.words,
    sinceMs: well ? undefined : sinceOf(check),
    remedy: well ? undefined : check.remedy,
  };
}

function sinceOf(check: Check): number | undefined {
  const ms = Date.parse(check.since ?? "");
  return Number.isNaN(ms) ? undefined : ms;
}

/** "redis" → "Redis", "bot:7f3a" → "Bot 7f3a". */
function subjectOf(name: string): string {
  const words = name.replaceAll(":", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
