import { setTimeout } from "node:timers/promises";
import type { RedisProcess, ServiceProcess } from "@bellwire/testkit";
import type { Case } from "../case.ts";
import { pushAll, through } from "../load/door-load.ts";
import { mebibytes, shown, slope } from "../measure.ts";
import { startBot } from "../sides/bellwire.ts";
import { depthOf, startNullBot } from "../sides/null-bot.ts";
import { startBenchRedis } from "../sides/redis.ts";
import { startDouble } from "../sides/telegram.ts";
import { reachedAtMost } from "../table.ts";

const CHATS = 5000;
const QUEUE = "notification:queue";
const GOAL_MIB = 150;
const GOAL_MIB_A_MINUTE = 1;

type Size = { messages: number; warmUpMs: number; watchMs: number; everyMs: number };
const FULL: Size = { messages: 100_000, warmUpMs: 60_000, watchMs: 180_000, everyMs: 1000 };
const SMOKE: Size = { messages: 1000, warmUpMs: 0, watchMs: 1000, everyMs: 100 };

export const memory: Case = {
  name: "memory",
  what: "one bot at Telegram's pace with 100,000 queued; what a queued and a finished message take in Redis",
  async run({ smoke }) {
    const size = smoke ? SMOKE : FULL;
    const queued = await watchQueued(size);
    const finished = await measureFinished(size);
    const bytes = (value: number) => `${shown(value)} bytes`;
    const growth = `${shown(queued.mibAMinute, 2)} MiB a minute`;
    return [
      {
        title: `Memory, ${shown(size.messages)} messages of about a hundred characters to ${shown(CHATS)} chats`,
        columns: ["what", "found"],
        rows: [
          [
            "resident memory of the bot that holds back and sends at Telegram's pace",
            `${shown(queued.mib, 1)} MiB`,
          ],
          [`its growth over ${shown(size.watchMs / 1000)} s`, growth],
          ["Redis, a queued message", bytes(queued.bytesEach)],
          ["Redis, a finished message", bytes(finished.bytesEach)],
          ["Redis, the event stream, which is bounded", `${shown(mebibytes(finished.eventBytes), 1)} MiB`],
        ],
        verdict: `goal ${reachedAtMost(queued.mib, " MiB", GOAL_MIB)}, growth ${reachedAtMost(queued.mibAMinute, " MiB a minute", GOAL_MIB_A_MINUTE, 2)}`,
      },
    ];
  },
};

/** The bot sends as many as Telegram allows, so nearly all of them go on waiting while it is watched. */
async function watchQueued({ messages, warmUpMs, watchMs, everyMs }: Size) {
  const redis = await startBenchRedis({ aof: false });
  const telegram = await startDouble();
  const bot = await startBot(redis, telegram, {});
  const before = await usedMemory(redis);
  await pushAll(redis.port, QUEUE, { first: 0, count: messages, chats: CHATS });
  await through(messages, depthOf(redis, "queued", "sending", "sent"));
  const bytesEach = ((await usedMemory(redis)) - before) / messages;
  await setTimeout(warmUpMs);
  const points = await watch(bot, { watchMs, everyMs });
  const { count, duplicates } = await telegram.count();
  if (count === 0 || duplicates > 0) throw new Error(`of ${count} messages ${duplicates} came twice`);
  await bot.stop();
  await telegram.stop();
  await redis.stop();
  const mib = Math.max(...points.map(({ y }) => y));
  return { bytesEach, mib, mibAMinute: slope(points) };
}

async function watch(bot: ServiceProcess, { watchMs, everyMs }: { watchMs: number; everyMs: number }) {
  const points: { x: number; y: number }[] = [];
  const begunAt = performance.now();
  for (let passedMs = 0; passedMs < watchMs; passedMs = performance.now() - begunAt) {
    points.push({ x: passedMs / 60_000, y: mebibytes(bot.rssBytes()) });
    await setTimeout(everyMs);
  }
  return points;
}

async function measureFinished({ messages }: Size) {
  const redis = await startBenchRedis({ aof: false });
  const bot = await startNullBot(redis, { concurrency: 100, env: { RETENTION_MAX: String(messages) } });
  const before = await usedMemory(redis);
  await pushAll(redis.port, QUEUE, { first: 0, count: messages, chats: CHATS });
  await through(messages, depthOf(redis, "sent"));
  const client = redis.client();
  const eventBytes = Number(await client.memory("USAGE", "notification:events", "SAMPLES", 1000));
  const bytesEach = ((await usedMemory(redis)) - before - eventBytes) / messages;
  await bot.stop();
  await redis.stop();
  return { bytesEach, eventBytes };
}

async function usedMemory(redis: RedisProcess): Promise<number> {
  return Number((await redis.info("memory")).used_memory);
}
