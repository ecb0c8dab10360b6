import type { PresenceReport } from "@bellwire/messaging";
import type { CheckResult } from "@bellwire/runtime";
import { z } from "zod";

/** Bots report every few seconds; who is silent for longer is hung, cut off or gone. */
const FRESH_MS = 10_000;
const SHOWN_MS = 60_000;

/** Whoever can write to Redis can write a report: everything in it is bounded. */
const SHOWN_BOTS = 50;
const SHOWN_CHECKS = 10;
const ID_CHARACTERS = 64;
const WORDS_CHARACTERS = 300;

const words = z.string().transform((text) => text.slice(0, WORDS_CHARACTERS));
const reportSchema = z.object({
  status: z.enum(["ready", "not_ready"]),
  checks: z
    .array(z.unknown())
    .transform((checks) => checks.slice(0, SHOWN_CHECKS))
    .pipe(
      z.array(
        z.object({
          name: z
            .string()
            .regex(/^[a-z_]{1,32}$/)
            .catch("check"),
          status: z.enum(["ok", "warn", "fail"]),
          words,
          remedy: words.optional().catch(undefined),
          since: z.string().optional().catch(undefined),
        }),
      ),
    ),
});

export type BotReport = z.output<typeof reportSchema>;

/** What a bot says of itself; undefined when that cannot be read. */
export function readBotReport(report: unknown): BotReport | undefined {
  const parsed = reportSchema.safeParse(report);
  return parsed.success ? parsed.data : undefined;
}

/** What `/readyz` says of how many bots are subscribed; `undefined` when Redis could not be asked. */
export function describeBotCount(subscribed: number | undefined): CheckResult {
  if (subscribed === undefined) {
    return {
      status: "warn",
      words: "Whether a bot listens cannot be seen while Redis is away.",
      remedy: "Mend Redis first.",
    };
  }
  if (subscribed === 0) {
    return {
      status: "warn",
      words: "No bot listens: what is published now is refused.",
      remedy: "Start one with `node apps/bot/dist/main.js` (`npm start` runs everything).",
    };
  }
  return { status: "ok", words: subscribed === 1 ? "One bot listens." : `${subscribed} bots listen.` };
}

/** One check per bot that reported within the last minute, in the bot's own words. A bot's trouble is never ours. */
export function describeBots(reports: readonly PresenceReport[], nowMs: number): Map<string, CheckResult> {
  const shown = reports.filter(({ atMs }) => nowMs - atMs <= SHOWN_MS).slice(0, SHOWN_BOTS);
  return new Map(shown.map((report) => [checkName(report.id), describeBot(report, nowMs)]));
}

function checkName(id: string): string {
  return `bot:${id.slice(0, ID_CHARACTERS)}`;
}

function describeBot({ atMs, report }: PresenceReport, nowMs: number): CheckResult {
  const silentMs = nowMs - atMs;
  if (silentMs > FRESH_MS) {
    return {
      status: "warn",
      words: `This bot has not reported for ${Math.floor(silentMs / 1000)} s.`,
      remedy: "See whether its process runs and reaches Redis.",
    };
  }
  const read = readBotReport(report);
  if (read === undefined) {
    return {
      status: "warn",
      words: "This bot's report cannot be read.",
      remedy: "Run the same version of web and bot.",
    };
  }
  const { status, checks } = read;
  const troubles = checks.filter((check) => check.status !== "ok");
  if (status === "ready" && troubles.length === 0)
    return { status: "ok", words: checks.map((check) => check.words).join(" ") || "Ready." };
  const remedies = troubles.flatMap((check) => check.remedy ?? []);
  return {
    status: "warn",
    words: troubles.map((check) => check.words).join(" ") || "This bot is not ready.",
    ...(remedies.length > 0 && { remedy: remedies.join(" ") }),
  };
}
