import {
  type Proxy as FaultyProxy,
  type RedisProcess,
  startProxy,
  startRedis,
  waitFor,
} from "@bellwire/testkit";
import type { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { QueueReader } from "../../src/list/queue-reader.ts";
import { Quarantine } from "../../src/quarantine.ts";
import { RedisLink } from "../../src/redis-link.ts";

const BOUNDS = { items: 500, bytes: 1_000_000 };
const LARGEST = { bytes: 1000, reason: "too_large", detail: "at most 1000 bytes" };

let redis: RedisProcess;
let proxy: FaultyProxy;
let link: RedisLink;
let admin: Redis;
const readers: QueueReader[] = [];

beforeEach(async () => {
  redis = await startRedis();
  proxy = await startProxy({ port: redis.port });
  link = new RedisLink({ url: proxy.url(), name: "queue", commandTimeoutMs: 1000 });
  admin = redis.client();
  await link.ready(5000);
});
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  link.close();
  await proxy.close();
  await redis.stop();
});

function open(name: string): QueueReader {
  const reader = new QueueReader({
    ...{ redis: link, url: proxy.url(), name: `test-${name}`, prefix: "p", reader: name },
    largest: LARGEST,
  });
  readers.push(reader);
  return reader;
}

const hold = (name: string) => admin.set("p:intake:lease", name);
const push = (...payloads: (string | Buffer)[]) => admin.lpush("p:queue", ...payloads);
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => String(from + at));
/** As admit does. */
const admit = (name: string, payload: string) => admin.lrem(`p:queue:pending:${name}`, -1, payload);

async function texts(reader: QueueReader, bounds = BOUNDS): Promise<string[]> {
  const reading = await reader.read(bounds);
  if (reading.kind !== "read") throw new Error(reading.kind);
  return reading.payloads.map(String);
}

describe("QueueReader", () => {
  it("answers in the order of the door what it took, until it is admitted", async () => {
    const reader = open("a");
    await hold("a");
    await push(...numbers(0, 100));
    expect(await texts(reader)).toEqual(numbers(0, 100));
    expect(await reader.sizes()).toEqual({ waiting: 0, pending: 100 });
    for (const payload of numbers(0, 40)) expect(await admit("a", payload)).toBe(1);
    await push("new");
    expect(await texts(reader)).toEqual([...numbers(40, 100), "new"]);
  });

  it("keeps two of the same payload apart, and raw bytes as they came", async () => {
    const reader = open("a");
    await hold("a");
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    await push("same", bytes, "same");
    const reading = await reader.read(BOUNDS);
    expect(reading).toEqual({
      kind: "read",
      payloads: [Buffer.from("same"), bytes, Buffer.from("same")],
      putAside: 0,
    });
    await admit("a", "same");
    expect((await texts(reader)).at(-1)).toBe("same");
  });

  it("takes nothing without the intake lease", async () => {
    const reader = open("a");
    await push("1");
    expect(await reader.read(BOUNDS)).toEqual({ kind: "lost" });
    await hold("b");
    expect(await reader.read(BOUNDS)).toEqual({ kind: "lost" });
    expect(await admin.lrange("p:queue", 0, -1)).toEqual(["1"]);
  });

  it("claims what others took and did not admit, before anything newer", async () => {
    const [first, second, third] = [open("first"), open("second"), open("third")];
    await push(...numbers(0, 10));
    await hold("first");
    await texts(first, { ...BOUNDS, items: 4 });
    await hold("second");
    expect(await texts(second, { ...BOUNDS, items: 6 })).toEqual(numbers(0, 6));
    await admit("second", "0");
    await hold("third");
    await push("10");
    expect(await texts(third)).toEqual(numbers(1, 11));
    expect(await admin.smembers("p:queue:readers")).toEqual(["third"]);
    expect(await admin.keys("p:queue:pending:*")).toEqual(["p:queue:pending:third"]);
    // Where it comes back, the lists change hands again.
    await hold("first");
    expect(await texts(first)).toEqual(numbers(1, 11));
  });

  it("stays within its bounds, and takes at least one", async () => {
    const reader = open("a");
    await hold("a");
    await push(...numbers(0, 200).map((text) => text.padEnd(900)));
    const few = await reader.read({ items: 500, bytes: 9000 });
    expect(few).toMatchObject({ kind: "read" });
    expect(few.kind === "read" && few.payloads.length).toBe(32);
    expect(await texts(reader, { items: 500, bytes: 1 })).toHaveLength(1);
    expect(await texts(reader, { items: 3, bytes: 1_000_000 })).toHaveLength(3);
    expect(await reader.sizes()).toEqual({ waiting: 168, pending: 32 });
  });

  it("puts what is too large into the quarantine and goes on", async () => {
    const reader = open("a");
    await hold("a");
    await push("1", "x".repeat(2_000_000), "2");
    const reading = await reader.read(BOUNDS);
    expect(reading).toEqual({ kind: "read", payloads: [Buffer.from("1"), Buffer.from("2")], putAside: 1 });
    const { items } = await new Quarantine(link, "p:quarantine").list({ limit: 10 });
    expect(items).toMatchObject([
      { door: "queue", reason: "too_large", detail: "at most 1000 bytes", bytes: 2_000_000 },
    ]);
    expect(items[0]?.raw).toHaveLength(16 * 1024);
  });

  it("says so where a stranger put something else at the door", async () => {
    const reader = open("a");
    await hold("a");
    await admin.set("p:queue", "no list");
    expect(await reader.read(BOUNDS)).toEqual({ kind: "wrong_type" });
    await admin.del("p:queue");
    await push("1");
    expect(await texts(reader)).toEqual(["1"]);
  });
});

describe("QueueReader's wait", () => {
  it("ends as soon as there is something, and takes nothing", async () => {
    const reader = open("a");
    const waits = waitFor(async () => {
      await reader.wait(1000);
      return (await admin.llen("p:queue")) > 0;
    });
    await push("1");
    await waits;
    await push("2");
    await reader.wait(1000);
    expect(await admin.lrange("p:queue", 0, -1)).toEqual(["2", "1"]);
  });

  it("ends without anything when its time is over, and when it is closed", async () => {
    const reader = open("a");
    await waitFor(async () => (await reader.wait(10)) === undefined);
    const waiting = reader.wait(1000);
    reader.close();
    await expect(waiting).rejects.toMatchObject({ trouble: "disconnected" });
  });

  it("is refused while Redis is full; reading goes on", async () => {
    const reader = open("a");
    await hold("a");
    await push("1");
    await waitFor(async () => (await reader.wait(10)) === undefined);
    await admin.config("SET", "maxmemory", "1");
    await expect(reader.wait(10)).rejects.toMatchObject({ trouble: "full" });
    expect(await texts(reader)).toEqual(["1"]);
    await admin.config("SET", "maxmemory", "0");
  });
});

describe("QueueReader loses nothing and keeps order", () => {
  const lastRequest = (word: string) =>
    proxy.dropReplies(({ request }) => request.toString().toLowerCase().includes(word));

  it("when the reply of a reading is lost", async () => {
    const reader = open("a");
    await hold("a");
    await texts(reader); // Redis learns the script
    await push(...numbers(0, 5));
    lastRequest("evalsha");
    await expect(reader.read(BOUNDS)).rejects.toMatchObject({ trouble: "disconnected" });
    await push("5");
    await link.ready(5000);
    expect(await texts(reader)).toEqual(numbers(0, 6));
  });

  it("when the reply of a wait is lost", async () => {
    const reader = open("a");
    await hold("a");
    await waitFor(async () => (await reader.wait(10)) === undefined);
    lastRequest("blmove");
    await push("1", "2");
    await expect(reader.wait(1000)).rejects.toMatchObject({ trouble: "disconnected" });
    expect(await texts(reader)).toEqual(["1", "2"]);
    await waitFor(async () => (await reader.wait(10)) === undefined);
  });

  it("when its connections are killed, and when Redis restarts empty", async () => {
    const reader = open("a");
    await hold("a");
    await push("1");
    await texts(reader);
    proxy.cut();
    expect(await waitFor(() => texts(reader))).toEqual(["1"]);
    await redis.restart();
    await waitFor(() => admin.ping());
    await hold("a");
    await push("2");
    expect(await waitFor(() => texts(reader))).toEqual(["2"]);
  });

  it("when everything is deleted", async () => {
    const reader = open("a");
    await hold("a");
    await push("1");
    await texts(reader);
    await admin.flushall();
    await admin.script("FLUSH");
    expect(await reader.read(BOUNDS)).toEqual({ kind: "lost" });
    await hold("a");
    await push("2");
    expect(await texts(reader)).toEqual(["2"]);
  });
});
