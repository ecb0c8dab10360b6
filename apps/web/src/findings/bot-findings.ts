import type { PresenceReport } from "@bellwire/messaging";
import { type BotReport, readBotReport } from "../readiness/bot-words.ts";
import type { StatsParts } from "../records/stats-view.ts";
import type { Finding, Severity } from "./finding.ts";

const LATE_MS = 10_000;
const GONE_MS = 60_000;
const SHOWN_BOTS = 20;
const ID_CHARACTERS = 64;
const SEVERITY_OF = { fail: "error", warn: "warning" } as const satisfies Record<string, Severity>;

/** Whether somebody sends, and what the bots say of themselves. */
export function botFindings({ bots, doors, nowMs }: Pick<StatsParts, "bots" | "doors" | "nowMs">): Finding[] {
  const each = bots.slice(0, SHOWN_BOTS).flatMap((bot) => findingsOf(bot, nowMs));
  return doors.channel.bots === 0 ? [NO_BOT, ...each] : each;
}

const NO_BOT: Finding = {
  code: "no_bot",
  severity: "error",
  words: "No bot listens on the channel: what is published there is refused.",
  remedy: "Start one, with the same REDIS_URL and REDIS_PREFIX as web. `npm start` runs everything.",
  command: "node apps/bot/dist/main.js",
};

function findingsOf({ id, atMs, report }: PresenceReport, nowMs: number): Finding[] {
  const bot = id.slice(0, ID_CHARACTERS);
  const silentMs = nowMs - atMs;
  if (silentMs > LATE_MS) return [silentFinding(bot, atMs, silentMs > GONE_MS)];
  const read = readBotReport(report);
  return read === undefined ? [] : read.checks.flatMap((check) => checkFinding(bot, check));
}

function silentFinding(bot: string, sinceMs: number, isGone: boolean): Finding {
  return {
    code: isGone ? "bot_gone" : "bot_late",
    about: bot,
    severity: "warning",
    words: isGone
      ? `Bot ${bot} has left without a word; others send what it had.`
      : `Bot ${bot} does not report any more: it hangs, is cut off from Redis, or was killed.`,
    sinceMs,
    remedy: isGone
      ? "Nothing, if another bot runs. It is forgotten after ten minutes."
      : "See whether its process runs and reaches Redis.",
  };
}

/** In the bot's own words: that its token is refused, that Telegram cannot be reached, that it hears nothing. */
function checkFinding(
  bot: string,
  { name, status, words, remedy, since }: BotReport["checks"][number],
): Finding[] {
  if (status === "ok") return [];
  const sinceMs = Date.parse(since ?? "");
  return [
    {
      code: `bot_${name}`,
      about: bot,
      severity: SEVERITY_OF[status],
      words: `Bot ${bot}: ${words}`,
      ...(!Number.isNaN(sinceMs) && { sinceMs }),
      remedy: remedy ?? "See /readyz of the bot.",
    },
  ];
}
