import { Lease, RedisLink } from "@bellwire/messaging";
import { Health } from "@bellwire/runtime";
import {
  type Proxy as FaultyProxy,
  type RedisProcess,
  startProxy,
  startRedis,
  waitFor,
} from "@bellwire/testkit";
import { afterEach, beforeEach } from "vitest";
import { Intake } from "../../src/intake/intake.ts";
import { createBotMetrics } from "../../src/metrics.ts";
import { recordingLogger } from "../recording.ts";
import { type Hallway, openHallway, payload } from "./hallway.ts";

/** As the bot has it. */
const LEASE_MS = 3000;

/** Where a successor is to follow soon, and nothing may be lost when a lease runs out. */
export const SHORT_LEASE_MS = 600;

/** So many messages may be on their way. */
const UNDER_WAY = 200;

type Bot = Awaited<ReturnType<typeof makeBot>>;

/** For each test a Redis that keeps its data, a hallway, and bots that take in for it. */
export function useBots() {
  let redis: RedisProcess;
  let hall: Hallway;
  let bots: Bot[] = [];

  beforeEach(async () => {
    redis = await startRedis({ aof: true });
    hall = await openHallway(redis);
  });
  afterEach(async () => {
    for (const bot of bots.splice(0)) await bot.end();
    hall.close();
    await redis.stop();
  });

  async function startBot(owner: string, leaseMs = LEASE_MS): Promise<Bot> {
    const bot = await makeBot({ hall, port: redis.port }, owner, leaseMs);
    bots.push(bot);
    await bot.start();
    await waitFor(() => bot.check("subscription")?.status === "ok");
    return bot;
  }

  return {
    startBot,
    get redis() {
      return redis;
    },
    get hall() {
      return hall;
    },
    get bots(): readonly Bot[] {
      return bots;
    },
    /** Ends a bot for good. */
    async end(bot: Bot) {
      bots = bots.filter((other) => other !== bot);
      await bot.end();
    },
    holder: () => waitFor(() => bots.find(({ lease }) => lease.state === "held")),
    arrive: (count: number) =>
      waitFor(async () => (await hall.client.xlen(hall.keys.events)) >= count, { timeoutMs: 20_000 }),
    publishOn: (door: "channel" | "queue" | "stream") => publish(hall, door),
  };
}

/** The intake of one bot, with a lease and connections of its own, behind a proxy of its own. */
async function makeBot({ hall, port }: { hall: Hallway; port: number }, owner: string, leaseMs: number) {
  const proxy: FaultyProxy = await startProxy({ port });
  const { keys, prefix } = hall;
  const link = new RedisLink({ url: proxy.url(), name: owner, commandTimeoutMs: 500 });
  const [health, metrics] = [new Health(owner), createBotMetrics()];
  const { logger } = recordingLogger();
  const lease = new Lease({
    ...{ redis: link, key: keys.intakeLease, tenureKey: keys.intakeTenure, owner, leaseMs },
    announceOn: keys.botsChannel,
  });
  const intake = new Intake({
    config: {
      ...{ redisUrl: proxy.url(), prefix, channel: `${prefix}:news`, maxQueued: 1_000_000 },
      ...{ retention: { maxAgeMs: 3_600_000, maxRecords: 1_000_000 }, streamKeep: 100, drainMs: 5000 },
      addressing: "direct",
    },
    ...{ redis: link, keys, botId: owner, lease, metrics, logger, health, onAdmitted: () => {} },
  });
  let ended = false;
  return {
    ...{ owner, proxy, lease, health, metrics },
    async start() {
      await link.ready(5000);
      lease.start();
      intake.start();
    },
    /** As on SIGTERM. */
    leave: () => intake.stop(),
    check: (name: string) => health.report().checks.find((check) => check.name === name),
    async end() {
      if (ended) return;
      ended = true;
      await intake.stop();
      link.close();
      await proxy.close();
    },
  };
}

/** Publishes numbered messages by one door, without an end; `end` resolves with how many. */
function publish(hall: Hallway, door: "channel" | "queue" | "stream") {
  const { client } = hall;
  let on = true;
  const loop = (async () => {
    let sent = 0;
    while (on) {
      const pipeline = client.pipeline();
      for (let at = 0; at < 10; at += 1, sent += 1) {
        const text = payload(String(sent));
        if (door === "channel") pipeline.publish(`${hall.prefix}:news`, text);
        else if (door === "queue") pipeline.lpush(hall.keys.queueDoor, text);
        else pipeline.xadd(hall.keys.streamDoor, "*", "payload", text);
      }
      await pipeline.exec();
      await waitFor(async () => !on || sent - (await client.xlen(hall.keys.events)) < UNDER_WAY);
    }
    return sent;
  })();
  // Whoever ends it hears of what failed.
  loop.catch(() => {});
  return {
    end: async () => {
      on = false;
      return await loop;
    },
  };
}
