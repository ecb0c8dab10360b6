import { type RedisProcess, startRedis } from "@bellwire/testkit";
import type { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { RedisLink } from "../../src/redis-link.ts";
import { StreamKeeper } from "../../src/stream/stream-keeper.ts";

let redis: RedisProcess;
let link: RedisLink;
let admin: Redis;
let keeper: StreamKeeper;

beforeAll(async () => {
  redis = await startRedis();
  admin = redis.client();
  link = new RedisLink({ url: redis.url, name: "keeper" });
  await link.ready(5000);
  keeper = new StreamKeeper({ redis: link, prefix: "p", group: "bot", reader: "me" });
});
beforeEach(() => admin.flushall());
afterAll(async () => {
  link.close();
  await redis.stop();
});

const STREAM = "p:stream";
const createGroup = () => admin.xgroup("CREATE", STREAM, "bot", "0", "MKSTREAM");

async function add(count: number): Promise<void> {
  const pipeline = admin.pipeline();
  for (let at = 0; at < count; at += 1) pipeline.xadd(STREAM, "*", "n", String(at));
  await pipeline.exec();
}

async function read(count: number, reader = "me"): Promise<string[]> {
  const reply = (await admin.xreadgroup("GROUP", "bot", reader, "COUNT", count, "STREAMS", STREAM, ">")) as
    | [string, [string, string[]][]][]
    | null;
  return reply?.[0]?.[1].map(([id]) => id) ?? [];
}

async function admit(count: number): Promise<void> {
  const ids = await read(count);
  if (ids.length > 0) await admin.xack(STREAM, "bot", ...ids);
}

const length = () => admin.xlen(STREAM);

/** What must never be trimmed: everything pending, and everything that the group was not handed. */
async function needed(): Promise<string[]> {
  const pending = (await admin.xpending(STREAM, "bot", "-", "+", 100_000)) as [string][];
  const groups = (await admin.xinfo("GROUPS", STREAM)) as string[][];
  const facts = groups[0] ?? [];
  const last = String(facts[facts.indexOf("last-delivered-id") + 1]);
  const unread = await admin.xrange(STREAM, `(${last}`, "+");
  const stored = new Set((await admin.xrange(STREAM, "-", "+")).map(([id]) => id));
  return [...pending.map(([id]) => id), ...unread.map(([id]) => id)].filter((id) => stored.has(id));
}

describe("StreamKeeper's trim", () => {
  it("keeps about as many as asked for of what was admitted", async () => {
    await createGroup();
    await add(30_000);
    await admit(30_000);
    expect(await keeper.trim(1000)).toBeGreaterThan(28_500);
    expect(await length()).toBeGreaterThanOrEqual(1000);
    expect(await length()).toBeLessThanOrEqual(1100);
    expect(await keeper.trim(1000)).toBe(0);
    await keeper.trim(0);
    expect(await length()).toBeLessThanOrEqual(100);
  });

  it("leaves what is pending and what is unread, and keeps as many before that", async () => {
    await createGroup();
    await add(5000);
    await admit(3000);
    await read(500);
    const before = await needed();
    expect(before).toHaveLength(2000);
    await keeper.trim(100);
    expect(await needed()).toEqual(before);
    expect(await length()).toBeGreaterThanOrEqual(2100);
    expect(await length()).toBeLessThanOrEqual(2200);
    await keeper.trim(0);
    expect(await needed()).toEqual(before);
  });

  it("leaves everything where nothing was read, or there is no group, no stream, something else", async () => {
    expect(await keeper.trim(0)).toBe(0);
    await add(1000);
    expect(await keeper.trim(0)).toBe(0);
    await createGroup();
    expect(await keeper.trim(0)).toBe(0);
    expect(await length()).toBe(1000);
    await admin.set(STREAM, "no stream");
    expect(await keeper.trim(0)).toBe(0);
  });

  it("leaves everything in doubt: pending with another reader, or nobody knows how much is unread", async () => {
    await createGroup();
    await add(1000);
    await read(300, "other");
    await admit(300);
    expect(await keeper.trim(0)).toBe(0);
    await admin.flushall();
    await createGroup();
    await add(1000);
    await admit(300);
    const [unread] = (await admin.xrange(STREAM, "-", "+", "COUNT", 400)).slice(-1);
    await admin.xdel(STREAM, unread?.[0] ?? "");
    expect((await keeper.sizes()).unread).toBeUndefined();
    expect(await keeper.trim(0)).toBe(0);
    await admit(1000);
    expect(await keeper.trim(0)).toBeGreaterThan(800);
  });

  it.each([1, 2, 3])("never removes what is needed, whatever strangers do (seed %i)", async (seed) => {
    await createGroup();
    const random = randomFrom(seed);
    const held: string[] = [];
    const deleteSome = async () => {
      const all = await admin.xrange(STREAM, "-", "+");
      const ids = all.filter(() => random() < 0.1).map(([id]) => id);
      if (ids.length > 0) await admin.xdel(STREAM, ...ids);
    };
    const steps = [
      () => add(Math.floor(random() * 400)),
      async () => void held.push(...(await read(Math.floor(random() * 300) + 1))),
      async () => {
        const ids = held.splice(0, Math.floor(random() * 400));
        if (ids.length > 0) await admin.xack(STREAM, "bot", ...ids);
      },
      deleteSome,
      () => admin.xtrim(STREAM, "MAXLEN", "=", Math.floor(random() * 1500)),
      () => admin.xadd(STREAM, "MAXLEN", "=", Math.floor(random() * 1500), "*", "n", "1"),
    ];
    for (let step = 0; step < 150; step += 1) {
      await steps[Math.floor(random() * steps.length)]?.();
      const before = await needed();
      await keeper.trim(Math.floor(random() * 100));
      expect(await needed()).toEqual(before);
    }
    while ((await admin.xpending(STREAM, "bot"))[0] !== 0) {
      if (held.length > 0) await admin.xack(STREAM, "bot", ...held.splice(0));
    }
    await admit(100_000);
    await keeper.trim(0);
    expect(await length()).toBeLessThanOrEqual(100);
  });
});

describe("StreamKeeper", () => {
  it("forgets readers that are gone, and none with whom something is pending", async () => {
    await createGroup();
    await add(3);
    await read(1, "dead");
    await read(1, "pending");
    await admin.xack(STREAM, "bot", ...(await admin.xrange(STREAM, "-", "+", "COUNT", 1)).map(([id]) => id));
    await read(1);
    const names = async () =>
      new Set(((await admin.xinfo("CONSUMERS", STREAM, "bot")) as string[][]).map((facts) => facts[1]));
    expect(await keeper.forgetReaders(60_000)).toBe(0);
    expect(await names()).toEqual(new Set(["dead", "me", "pending"]));
    expect(await keeper.forgetReaders(0)).toBe(1);
    expect(await names()).toEqual(new Set(["me", "pending"]));
  });

  it("tells how much there is, is unread and is pending", async () => {
    expect(await keeper.sizes()).toEqual({ length: 0, unread: 0, pending: 0 });
    await createGroup();
    await add(10);
    await admit(3);
    await read(2);
    expect(await keeper.sizes()).toEqual({ length: 10, unread: 5, pending: 2 });
  });
});

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
