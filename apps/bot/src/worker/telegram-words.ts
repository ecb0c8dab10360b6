import type { CheckResult } from "@bellwire/runtime";
import type { CallResult, Outcome } from "../delivery/outcome.ts";
import type { BotIdentity } from "../telegram/telegram-client.ts";

const CHECK_TOKEN =
  "Set TELEGRAM_BOT_TOKEN to the token that BotFather shows, and TELEGRAM_API_ROOT to the server it belongs to.";

/** What the bot says of Telegram in `/readyz`. */
export const telegramWords = {
  unasked: {
    status: "fail",
    words: "Telegram has not answered yet.",
    remedy: "Nothing yet: it is being asked who this bot is.",
  } satisfies CheckResult,

  answers({ username }: BotIdentity): CheckResult {
    return { status: "ok", words: `Telegram answers; this is @${username}.` };
  },

  halfOpen({ username }: BotIdentity): CheckResult {
    return {
      status: "warn",
      words: `Telegram answers again; this is @${username}. One message at a time is sent until one gets through.`,
      remedy: "Nothing: as soon as one gets through, everything goes on.",
    };
  },

  /** Calls that send do not get through. */
  open(outcome: Outcome): CheckResult {
    if (outcome.kind === "bot_refused") {
      return {
        status: "fail",
        words: `Telegram refuses messages of this bot (${outcome.reason}). Nothing is sent, and nothing is lost.`,
        remedy: CHECK_TOKEN,
      };
    }
    const reason = outcome.kind === "sent" ? "" : ` (${outcome.reason})`;
    return {
      status: "fail",
      words: `Messages do not get through to Telegram${reason}. Nothing more is sent for now, and nothing is lost.`,
      remedy:
        "Nothing, if Telegram is in trouble. Else check the network and TELEGRAM_API_ROOT. It is tried every 5 seconds.",
    };
  },

  /** Not even who the bot is, Telegram answers. */
  silent(result: Exclude<CallResult<BotIdentity>, { kind: "answered" }>): CheckResult {
    if (result.kind === "failed") {
      return {
        status: "fail",
        words: `Telegram cannot be reached (${result.reason}).`,
        remedy: "Check the network, and TELEGRAM_API_ROOT if it is set. It is tried again every 5 seconds.",
      };
    }
    if (result.code === 401 || result.code === 404 || result.code === 421) {
      return {
        status: "fail",
        words: `Telegram refuses the bot token (${result.code}).`,
        remedy: CHECK_TOKEN,
      };
    }
    return {
      status: "fail",
      words: `Telegram answers with an error (${result.code}).`,
      remedy: "It is tried again every 5 seconds.",
    };
  },
};
