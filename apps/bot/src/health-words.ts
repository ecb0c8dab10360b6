import type { LeaseState, SubscriptionStatus } from "@bellwire/messaging";
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
  subscription(status: SubscriptionStatus, channel: string): CheckResult {
    if (status === "subscribed")
      return { status: "ok", words: `Subscribed to the channel ${channel}, as Redis confirms.` };
    return {
      status: "fail",
      words: `Not subscribed to the channel ${channel}: Redis does not answer.`,
      remedy: "Start Redis, or set REDIS_URL to where it runs. The bot subscribes by itself.",
    };
  },
  stopping: { status: "fail", words: "The bot is stopping." } satisfies CheckResult,
};
