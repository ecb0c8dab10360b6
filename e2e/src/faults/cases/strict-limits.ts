import { waitFor } from "@bellwire/testkit";
import type { FaultCase } from "../case.ts";
import { DEFAULT_PATIENCE } from "../fault-stack.ts";
import { onStack } from "../on-stack.ts";

/** What the governor believes unless it is told otherwise. */
export const DEFAULT_LIMITS = {
  TELEGRAM_GLOBAL_PER_SECOND: "30",
  TELEGRAM_CHAT_INTERVAL_MS: "1000",
  TELEGRAM_GROUP_PER_MINUTE: "20",
};

const MOST_PER_SECOND = 30;
const LEAST_PER_SECOND = 27;
const MOST_REFUSED = 0.01;
const TEXT = "paced-text";

export const strictLimits: FaultCase = {
  name: "strict-limits",
  what: "2 bots against Telegram's limits, strictly kept: never over 30 a second, 27/s on average, under 1 % refused",
  short: false,
  run: (context) =>
    onStack(
      context,
      { bots: 2, env: { ...DEFAULT_LIMITS, ...DEFAULT_PATIENCE }, sandbox: { limits: {} } },
      TEXT,
      async (bench) => {
        const { stack, figure, broken } = bench;
        const [messages, chats] = [600, 200];
        const atMs: number[] = [];
        stack.sandbox.onMessage(() => atMs.push(performance.now()));
        const client = stack.redis.client({ enableAutoPipelining: true });
        await Promise.all(
          Array.from({ length: messages }, (_, index) =>
            client.xadd(
              "notification:stream",
              "*",
              "user_id",
              String(4001 + (index % chats)),
              "message",
              TEXT,
            ),
          ),
        );
        await waitFor(() => atMs.length >= messages, { timeoutMs: 60_000, what: "all messages to arrive" });
        const tookSeconds = ((atMs.at(-1) ?? 0) - (atMs[0] ?? 0)) / 1000;
        const average = (messages - 1) / tookSeconds;
        const { busiest_second: busiest, refused } = stack.sandbox.stats();
        const refusedShare = (refused["429"] ?? 0) / (messages + (refused["429"] ?? 0));
        figure("busiest second", busiest);
        figure("average per second", average.toFixed(2));
        figure("refused for the pace", `${refused["429"] ?? 0} (${(refusedShare * 100).toFixed(2)} %)`);
        if (busiest > MOST_PER_SECOND) broken(`${busiest} messages in one second`);
        if (average < LEAST_PER_SECOND) broken(`only ${average.toFixed(2)} messages a second on average`);
        if (refusedShare >= MOST_REFUSED) broken(`${(refusedShare * 100).toFixed(2)} % refused`);
        if (atMs.length !== messages) broken(`${atMs.length} arrivals of ${messages}`);
      },
    ),
};
