import { Acceptance, Lease, RedisLink } from "@bellwire/messaging";
import { Health } from "@bellwire/runtime";
import {
  type Proxy as FaultyProxy,
  type RedisProcess,
  startProxy,
  startRedis,
  waitFor,
} from "@bellwire/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Intake } from "../../src/intake/intake.ts";
import { createBotMetrics } from "../../src/metrics.ts";
import { recordingLogger } from "../recording.ts";
import { type Hallway, numbers, openHallway, payload } from "./hallway.ts";

/** As the bot has it. */
const LEASE_MS = 3000;

/** Where a successor is to follow soon, and nothing may be lost when a lease runs out. */
const SHORT_LEASE_MS = 600;

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

type Bot = Awaited<ReturnType<typeof makeBot>>;

/** The intake of one bot, with a lease and connections of its own, behind a proxy of its own. */
async function makeBot(owner: string, leaseMs: number) {
  const proxy: FaultyProxy = await startProxy({ port: redis.port });
  const { keys, prefix } = hall;
  const link = new RedisLink({ url: proxy.url(), name: owner, commandTimeoutMs: 500 });
  const [health, metrics] = [new Health(owner), createBotMetrics()];
  const { logger } = recordingLogger();
  const lease = new Lease({
    ...{ redis: link, key: keys.intakeLease, owner, leaseMs, announceOn: keys.botsChannel },
  });
  const intake = new Intake({
    config: {
      ...{ redisUrl: proxy.url(), prefix, channel: `${prefix}:news`, maxQueued: 1_000_000 },
      ...{ retention: { maxAgeMs: 3_600_000, maxRecords: 1_000_000 }, streamKeep: 100, drainMs: 5000 },
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

async function startBot(owner: string, leaseMs = LEASE_MS): Promise<Bot> {
  const bot = await makeBot(owner, leaseMs);
  bots.push(bot);
  await bot.start();
  await waitFor(() => bot.check("subscription")?.status === "ok");
  return bot;
}

const holder = () => waitFor(() => bots.find(({ lease }) => lease.state === "held"));
const arrive = (count: number) =>
  waitFor(async () => (await hall.client.xlen(hall.keys.events)) >= count, { timeoutMs: 20_000 });

/** So many messages may be on their way. */
const UNDER_WAY = 200;

/** Publishes numbered messages by one door, without an end; `end` resolves with how many. */
function publishOn(door: "channel" | "queue" | "stream") {
  const client = redis.client();
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
  return {
    end: async () => {
      on = false;
      return await loop;
    },
  };
}

describe("Intake", () => {
  it("brings what comes by three doors into one hallway, and says how it is", async () => {
    const bot = await startBot("a");
    await hall.client.publish(`${hall.prefix}:news`, payload("by the channel"));
    await hall.client.lpush(hall.keys.queueDoor, payload("by the queue"));
    await hall.client.xadd(hall.keys.streamDoor, "*", "user_id", "42", "message", "by the stream");
    await arrive(3);
    expect(new Set(await hall.texts())).toEqual(new Set(["by the channel", "by the queue", "by the stream"]));
    await waitFor(() => bot.check("queue")?.status === "ok" && bot.check("stream")?.status === "ok");
    const checks = bot.health.report().checks.map(({ name, status }) => `${name} ${status}`);
    expect(new Set(checks)).toEqual(new Set(["subscription ok", "queue ok", "stream ok", "admission ok"]));
    expect(await bot.metrics.registry.text()).toContain(
      'bellwire_admitted_total{door="stream",service="bot"} 1',
    );
  });

  it("tells how much lies at the doors, and keeps the stream short", async () => {
    const bot = await startBot("a");
    await hall.client.config("SET", "maxmemory", "1");
    await waitFor(() => bot.check("admission")?.status === "warn");
    await hall.client.config("SET", "maxmemory", "0");
    const pipeline = hall.client.pipeline();
    for (const text of numbers(0, 1000)) pipeline.xadd(hall.keys.streamDoor, "*", "payload", payload(text));
    await pipeline.exec();
    await arrive(1000);
    await waitFor(async () => (await hall.client.xlen(hall.keys.streamDoor)) <= 200);
    await waitFor(() => bot.check("admission")?.status === "ok");
    expect(await bot.metrics.registry.text()).toContain('bellwire_stream_lag{service="bot"} 0');
  });
});

describe("two bots' intake", () => {
  it.each(["channel", "queue", "stream"] as const)(
    "hands over by the %s without losing, doubling or crossing any, though nothing has an id",
    async (door) => {
      await startBot("bot0");
      await startBot("bot1");
      await holder();
      const publishing = publishOn(door);
      let admitted = 0;
      for (let round = 2; round < 8; round += 1) {
        await arrive(admitted + 200);
        const leaver = await holder();
        await leaver.leave();
        admitted = await hall.client.xlen(hall.keys.events);
        await leaver.end();
        bots = bots.filter((bot) => bot !== leaver);
        await startBot(`bot${round}`);
      }
      await arrive(admitted + 200);
      const total = await publishing.end();
      await arrive(total);
      expect(await hall.texts()).toEqual(numbers(0, total));
    },
  );

  it.each(["queue", "stream"] as const)(
    "loses nothing of the %s where the holder is cut off without a word, and keeps order",
    async (door) => {
      await startBot("bot0", SHORT_LEASE_MS);
      await startBot("bot1", SHORT_LEASE_MS);
      const first = await holder();
      const publishing = publishOn(door);
      await arrive(300);
      first.proxy.blackhole(true);
      await waitFor(() => bots.some((bot) => bot !== first && bot.lease.state === "held"));
      const before = await hall.client.xlen(hall.keys.events);
      await arrive(before + 200);
      first.proxy.blackhole(false);
      first.proxy.cut();
      const total = await publishing.end();
      await arrive(total);
      expect(await hall.texts()).toEqual(numbers(0, total));
    },
  );

  it("loses nothing that web accepted for the channel where the holder is cut off", async () => {
    await startBot("bot0", SHORT_LEASE_MS);
    await startBot("bot1", SHORT_LEASE_MS);
    const first = await holder();
    const acceptance = new Acceptance({
      ...{ redis: hall.link, prefix: hall.prefix, channel: `${hall.prefix}:news`, maxWaiting: 1_000_000 },
    });
    const accept = (text: string) =>
      acceptance.accept([
        {
          ...{ id: `w${text}`, lane: "42", body: payload(text), fingerprint: "x", priority: "normal" },
          ...{ door: "channel", payload: payload(text, { id: `w${text}` }) },
        },
      ]);
    const total = 400;
    for (let at = 0; at < total; at += 1) {
      await accept(String(at));
      if (at === 100) first.proxy.blackhole(true);
      if (at === 300) {
        await waitFor(() => bots.some((bot) => bot !== first && bot.lease.state === "held"));
        first.proxy.blackhole(false);
        first.proxy.cut();
      }
    }
    await waitFor(async () => (await hall.texts()).length >= total);
    expect(await hall.texts()).toEqual(numbers(0, total));
  });
});

describe("Intake survives", () => {
  it.each(["queue", "stream"] as const)(
    "a restart of Redis, cut connections and lost replies under load by the %s",
    async (door) => {
      const bot = await startBot("a", SHORT_LEASE_MS);
      await holder();
      const total = 3000;
      let sent = 0;
      const push = async (count: number) => {
        const pipeline = hall.client.pipeline();
        for (let at = 0; at < count; at += 1, sent += 1) {
          const text = payload(String(sent));
          if (door === "queue") pipeline.lpush(hall.keys.queueDoor, text);
          else pipeline.xadd(hall.keys.streamDoor, "*", "payload", text);
        }
        await pipeline.exec();
      };
      const faults: (() => unknown)[] = [
        () => bot.proxy.dropReplies(({ request }) => request.includes("generated")),
        () => bot.proxy.dropReplies(({ request }) => /evalsha/i.test(request.toString("latin1"))),
        () => bot.proxy.dropReplies(({ request }) => /xreadgroup|blmove/i.test(request.toString("latin1"))),
        () => bot.proxy.cut(),
        () => hall.client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"),
        async () => {
          await redis.restart();
          await waitFor(() => hall.client.ping());
        },
      ];
      for (let at = 0; sent < total; at += 1) {
        await push(100);
        await Promise.resolve(faults[at % faults.length]?.());
      }
      await arrive(total);
      expect(await hall.texts()).toEqual(numbers(0, total));
      expect(bot.check(door)?.status).toBe("ok");
    },
  );

  it.each(["queue", "stream"] as const)(
    "Redis standing still for longer than the lease, with two bots at the %s: nothing lost, in order",
    async (door) => {
      await startBot("bot0", SHORT_LEASE_MS);
      await startBot("bot1", SHORT_LEASE_MS);
      await holder();
      const publishing = publishOn(door);
      for (let round = 1; round <= 2; round += 1) {
        await arrive(round * 200);
        redis.pause();
        await waitFor(() => bots.every(({ lease }) => lease.state === "unknown"));
        // The publisher's commands lie in its socket now, beside those of both bots.
        redis.resume();
        await holder();
      }
      const before = await hall.client.xlen(hall.keys.events);
      await arrive(before + 200);
      const total = await publishing.end();
      await arrive(total);
      expect(await hall.texts()).toEqual(numbers(0, total));
    },
  );

  it("FLUSHALL: what was there is gone, and everything goes on", async () => {
    const bot = await startBot("a", SHORT_LEASE_MS);
    await holder();
    await hall.client.xadd(hall.keys.streamDoor, "*", "payload", payload("gone"));
    await arrive(1);
    await hall.client.flushall();
    await hall.client.lpush(hall.keys.queueDoor, payload("by the queue"));
    await hall.client.xadd(hall.keys.streamDoor, "*", "payload", payload("by the stream"));
    await hall.client.publish(`${hall.prefix}:news`, payload("by the channel"));
    await arrive(3);
    expect(new Set(await hall.texts())).toEqual(new Set(["by the channel", "by the queue", "by the stream"]));
    await waitFor(() => bot.health.report().status === "ready");
  });

  it("being stopped while Redis is away, in bounded time, twice", async () => {
    const bot = await startBot("a", SHORT_LEASE_MS);
    await redis.kill();
    await waitFor(() => bot.check("queue")?.status === "fail");
    expect(bot.check("stream")?.status).toBe("fail");
    await bot.leave();
    await bot.leave();
    await redis.restart();
  });
});
