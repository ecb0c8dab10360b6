import { join } from "node:path";
import { freePort, type RedisProcess, repoRoot, spawnService } from "@bellwire/testkit";
import { appendAll, type Progress, publishWithin } from "../load/door-load.ts";
import type { Counted, Side } from "../rounds.ts";
import type { Count } from "../tally.ts";
import { botEnvironment, LIMITS_OFF, ready } from "./bellwire.ts";
import { countedRedis, startBenchRedis } from "./redis.ts";
import { startDouble } from "./telegram.ts";
import { eachOnce } from "./verify.ts";

export type NullBot = {
  counted: Counted;
  /** What it was asked to send. */
  sent: () => Promise<Count>;
  stop: () => Promise<void>;
};

export type NullBotOptions = { concurrency?: number; hold?: boolean; env?: Record<string, string> };

/** The real bot with a sender that does nothing, or with `hold` one that never ends. */
export async function startNullBot(
  redis: RedisProcess,
  { concurrency = 32, hold = false, env = {} }: NullBotOptions,
): Promise<NullBot> {
  const telegram = await startDouble();
  const [statusPort, countPort] = [await freePort(), await freePort()];
  const bot = await spawnService({
    name: "bot",
    entry: join(repoRoot, "bench/dist/null-bot/main.js"),
    args: ["--port", String(countPort), ...(hold ? ["--hold"] : [])],
    env: {
      ...botEnvironment(redis, telegram, statusPort),
      ...LIMITS_OFF,
      TELEGRAM_POLLING: "false",
      SEND_CONCURRENCY: String(concurrency),
      // Sends that are held are not waited for at the end.
      GRACE_MS: "1000",
      ...env,
    },
  });
  await ready(bot, statusPort);
  return {
    counted: { name: "bot", cpuMs: () => bot.cpuMs() },
    sent: async () => (await (await fetch(`http://127.0.0.1:${countPort}/`)).json()) as Count,
    async stop() {
      await bot.stop();
      await telegram.stop();
    },
  };
}

/** How many are in a state now; of an end, how many there ever were. */
export function depthOf(redis: RedisProcess, ...states: string[]): Progress {
  const client = redis.client();
  return async () => {
    const values = await client.hmget("notification:depth", ...states);
    return values.reduce((sum, value) => sum + Number(value ?? 0), 0);
  };
}

/** The channel's intake alone: everything is admitted and waits. */
export function heldIntake({ aof, chats }: { aof: boolean; chats: number }): Side {
  return {
    name: "Bellwire, admit",
    async start() {
      const redis = await startBenchRedis({ aof });
      const bot = await startNullBot(redis, { hold: true, env: { MAX_QUEUED: "10000000" } });
      const admitted = depthOf(redis, "queued", "sending");
      return {
        counted: [bot.counted, countedRedis(redis)],
        carry: (first, count) => publishWithin(redis.port, { first, count, chats }, admitted),
        async verify(end) {
          eachOnce("Bellwire, admit", { count: await admitted(), duplicates: 0 }, end);
        },
        async stop() {
          await bot.stop();
          await redis.stop();
        },
      };
    },
  };
}

export type SettledOptions = { aof: boolean; chats: number; concurrency: number; door: "channel" | "stream" };

/** A door, the delivery queue and a sender that does nothing. Through: settled. */
export function settledSide({ aof, chats, concurrency, door }: SettledOptions): Side {
  const name = `Bellwire, ${chats.toLocaleString("en-US")} chats`;
  return {
    name,
    async start() {
      const redis = await startBenchRedis({ aof });
      const bot = await startNullBot(redis, { concurrency });
      const settled = depthOf(redis, "sent");
      return {
        counted: [bot.counted, countedRedis(redis)],
        async carry(first, count) {
          const batch = { first, count, chats };
          if (door === "channel") await publishWithin(redis.port, batch, settled);
          else await appendAll(redis.port, "notification:stream", batch, settled);
        },
        async verify(end) {
          eachOnce(name, await bot.sent(), end);
          eachOnce(name, { count: await settled(), duplicates: 0 }, end);
        },
        async stop() {
          await bot.stop();
          await redis.stop();
        },
      };
    },
  };
}
