import type { LeaseState, RedisTrouble, SubscriptionStatus } from "@bellwire/messaging";
import type { CheckResult } from "@bellwire/runtime";

const INTAKE: Record<LeaseState, CheckResult> = {
  held: { status: "ok", words: "This bot takes in notifications." },
  other: { status: "ok", words: "Another bot takes in notifications; this one stands by." },
  unknown: {
    status: "fail",
    words: "It is not clear yet which bot takes in notifications.",
    remedy: "Nothing: within 3 seconds of Redis answering, one bot takes over.",
  },
};

/** What the bot says of itself in `/readyz`. */
export const healthWords = {
  intake: (state: LeaseState): CheckResult => INTAKE[state],
  /** @param trouble the last one that the connection met, where that is known */
  subscription(status: SubscriptionStatus, channel: string, trouble?: RedisTrouble): CheckResult {
    if (status === "subscribed")
      return { status: "ok", words: `Subscribed to the channel ${channel}, as Redis confirms.` };
    if (trouble === "no_permission") {
      return {
        status: "fail",
        words: `Not subscribed to the channel ${channel}: Redis refuses this user or password.`,
        remedy:
          "Correct the user and password in REDIS_URL, or allow that user the channels. It is tried again by itself.",
      };
    }
    return {
      status: "fail",
      words: `Not subscribed to the channel ${channel}: Redis does not answer.`,
      remedy: "Start Redis, or set REDIS_URL to where it runs. The bot subscribes by itself.",
    };
  },
  stopping: { status: "fail", words: "The bot is stopping." } satisfies CheckResult,
};
