import { type LeaseState, type RedisTrouble, redisWords, type SubscriptionStatus } from "@bellwire/messaging";
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
  /** @param trouble the last one that asking for the lease met, where it was not answered since */
  intake(state: LeaseState, trouble?: RedisTrouble): CheckResult {
    if (state !== "unknown" || trouble === undefined) return INTAKE[state];
    const { words, remedy } = redisWords[trouble];
    return { status: "fail", words: `No bot can be told to take in notifications. ${words}`, remedy };
  },
  /** @param trouble the last one that the connection met, where that is known */
  subscription(status: SubscriptionStatus, channel: string, trouble?: RedisTrouble): CheckResult {
    if (status === "subscribed")
      return { status: "ok", words: `Subscribed to the channel ${channel}, as Redis confirms.` };
    const { words, remedy } = redisWords[trouble ?? "disconnected"];
    return { status: "fail", words: `Not subscribed to the channel ${channel}. ${words}`, remedy };
  },
  /** @param trouble the last one that sending met with Redis, where it was not answered since */
  delivery(trouble: RedisTrouble | "unasked" | undefined): CheckResult {
    if (trouble === undefined) return { status: "ok", words: "What waits is taken and sent as it is due." };
    const { words, remedy } = redisWords[trouble === "unasked" ? "disconnected" : trouble];
    return { status: "fail", words: `Nothing that waits can be taken. ${words}`, remedy };
  },
  stopping: { status: "fail", words: "The bot is stopping." } satisfies CheckResult,
};
