import {
  type Proxy as FaultyProxy,
  type RedisProcess,
  startProxy,
  startRedis,
  waitFor,
} from "@bellwire/testkit";
import type { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Quarantine } from "../../src/quarantine.ts";
import { RedisLink } from "../../src/redis-link.ts";
import { GroupReader, type StreamReading } from "../../src/stream/group-reader.ts";

const BOUNDS = { items: 500, bytes: 1_000_000 };
const LARGEST = { bytes: 1000, reason: "too_large", detail: "at most 1000 bytes" };
const TRIMMED = { reason: "trimmed", detail: " was trimmed" };

let redis: RedisProcess;
let proxy: FaultyProxy;
let admin: Redis;
const readers: GroupReader[] = [];

beforeEach(async () => {
  redis = await startRedis();
  proxy = await startProxy({ port: redis.port });
  admin = redis.client();
});
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  await proxy.close();
  await redis.stop();
});

/** A reader that is connected and has made its group where it holds the lease. */
async function open(name: string): Promise<GroupReader> {
  const reader = new GroupReader({
    ...{ url: proxy.url(), name: `test-${name}`, prefix: "p", group: "bot", reader: name },
    ...{ largest: LARGEST, trimmed: TRIMMED },
  });
  readers.push(reader);
  await waitFor(() => reader.read(BOUNDS));
  return reader;
}

const hold = (name: string) => admin.set("p:intake:lease", name);
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => String(from + at));
const acknowledge = (...ids: string[]) => admin.xack("p:stream", "bot", ...ids);

async function add(...texts: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const text of texts) ids.push(String(await admin.xadd("p:stream", "*", "n", text)));
  return ids;
}

const textsOf = (reading: StreamReading) => {
  if (reading.kind !== "read") throw new Error(reading.kind);
  return reading.entries.map(({ fields }) => String(fields[1]));
};
const texts = async (reader: GroupReader, bounds = BOUNDS) => textsOf(await reader.read(bounds));
const pending = async () => Number((await admin.xpending("p:stream", "bot"))[0]);

describe("GroupReader", () => {
  it("reads in order what was added, also before there was a group, until it is acknowledged", async () => {
    const ids = await add(...numbers(0, 100));
    await hold("a");
    const reader = await open("a");
    // What one reading answers the next one answers again, and new entries only after that.
    expect(await texts(reader, { ...BOUNDS, items: 100 })).toEqual(await texts(reader));
    const known = await texts(reader);
    expect(known).toEqual(numbers(0, known.length));
    await acknowledge(...ids.slice(0, known.length));
    const rest = await texts(reader);
    expect(rest).toEqual(numbers(known.length, known.length + rest.length));
  });

  it("reads more at a time while there is more, within its bounds", async () => {
    await hold("a");
    const reader = await open("a");
    const sizes: number[] = [];
    const pipeline = admin.pipeline();
    for (const text of numbers(0, 2000)) pipeline.xadd("p:stream", "*", "n", text);
    await pipeline.exec();
    const seen: string[] = [];
    while (seen.length < 2000) {
      const reading = await reader.read(BOUNDS);
      if (reading.kind !== "read") throw new Error(reading.kind);
      sizes.push(reading.entries.length);
      seen.push(...textsOf(reading));
      await acknowledge(...reading.entries.map(({ id }) => id));
    }
    expect(seen).toEqual(numbers(0, 2000));
    expect(sizes).toEqual([64, 128, 256, 500, 500, 500, 52]);
    await add(...numbers(0, 900).map((text) => text.padEnd(900)));
    const large = await reader.read({ items: 500, bytes: 9000 });
    await acknowledge(...(large.kind === "read" ? large.entries.map(({ id }) => id) : []));
    expect(await texts(reader)).toHaveLength(9);
  });

  it("hands over raw bytes and every field as it came", async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    await hold("a");
    const reader = await open("a");
    const id = String(await admin.xadd("p:stream", "*", "n", bytes, bytes, "m", "n", ""));
    const parts = ["n", bytes, bytes, "m", "n", ""].map((part) => Buffer.from(part));
    expect(await reader.read(BOUNDS)).toMatchObject({ kind: "read", entries: [{ id, fields: parts }] });
  });

  it("takes nothing without the intake lease", async () => {
    await hold("b");
    const reader = await open("a");
    await add("1");
    expect(await reader.read(BOUNDS)).toEqual({ kind: "lost" });
    await hold("a");
    expect(await texts(reader)).toEqual(["1"]);
    await admin.del("p:intake:lease");
    expect(await reader.read(BOUNDS)).toEqual({ kind: "lost" });
  });

  it("claims what is pending with anybody, oldest first, before anything newer", async () => {
    await add(...numbers(0, 10));
    await hold("first");
    const [first, second] = [await open("first"), await open("second")];
    await texts(first, { ...BOUNDS, items: 4 });
    // Somebody with a console, who never acknowledges.
    await admin.xreadgroup("GROUP", "bot", "console", "COUNT", 2, "STREAMS", "p:stream", ">");
    await hold("second");
    const claimed = await texts(second);
    expect(claimed).toEqual(numbers(0, claimed.length));
    await hold("first");
    expect(await texts(first)).toEqual(claimed);
  });

  it("tells of entries that were trimmed while they were pending, once, and goes on", async () => {
    await hold("a");
    const reader = await open("a");
    const ids = await add("1", "2", "3");
    await texts(reader);
    await admin.xdel("p:stream", ids[0] ?? "");
    await admin.xtrim("p:stream", "MAXLEN", "=", 1);
    await add("4");
    const reading = await reader.read(BOUNDS);
    expect(reading).toMatchObject({ kind: "read", trimmed: 2, putAside: 0 });
    expect(textsOf(reading)).toEqual(["3"]);
    await acknowledge(ids[2] ?? "");
    expect(await texts(reader)).toEqual(["4"]);
    const link = new RedisLink({ url: redis.url, name: "quarantine" });
    await link.ready(5000);
    const { items } = await new Quarantine(link, "p:quarantine").list({ limit: 10 });
    link.close();
    expect(items.reverse()).toMatchObject(
      ids
        .slice(0, 2)
        .map((id) => ({ door: "stream", reason: "trimmed", detail: `${id} was trimmed`, bytes: 0 })),
    );
  });

  it("puts what is too large into the quarantine when it claims it", async () => {
    await hold("a");
    const reader = await open("a");
    await add("1", "x".repeat(2000), "2");
    await texts(reader);
    const reading = await reader.read(BOUNDS);
    expect(reading).toMatchObject({ kind: "read", putAside: 1 });
    expect(textsOf(reading)).toEqual(["1", "2"]);
    expect(await admin.xlen("p:quarantine")).toBe(1);
    expect(await pending()).toBe(2);
  });

  it("says so where a stranger put something else at the door", async () => {
    await hold("a");
    await admin.set("p:stream", "no stream");
    const reader = await open("a");
    expect(await reader.read(BOUNDS)).toEqual({ kind: "wrong_type" });
    await admin.del("p:stream");
    await add("1");
    await waitFor(async () => (await texts(reader)).length === 1);
  });

  it("reads what is pending while Redis is full, and nothing new", async () => {
    await hold("a");
    const reader = await open("a");
    await add("1");
    await texts(reader);
    const [id = ""] = await add("2");
    await admin.config("SET", "maxmemory", "1");
    expect(await texts(reader)).toEqual(["1"]);
    await admin.xack("p:stream", "bot", String((await admin.xrange("p:stream", "-", "+"))[0]?.[0]));
    await expect(reader.read(BOUNDS)).rejects.toMatchObject({ trouble: "full" });
    expect(await pending()).toBe(0);
    await admin.config("SET", "maxmemory", "0");
    expect(await reader.read(BOUNDS)).toMatchObject({ entries: [{ id }] });
  });
});

describe("GroupReader's wait", () => {
  it("ends as soon as there is something new, and takes nothing", async () => {
    await hold("a");
    const reader = await open("a");
    const waits = waitFor(async () => {
      await reader.wait(1000);
      return (await admin.xlen("p:stream")) > 0;
    });
    await add("1");
    await waits;
    expect(await pending()).toBe(0);
    expect(await texts(reader)).toEqual(["1"]);
  });

  it("ends without anything when its time is over, before there is a stream too, and when it is closed", async () => {
    await hold("other");
    const reader = await open("a");
    await reader.wait(10).catch(() => {});
    await hold("a");
    await waitFor(async () => (await reader.read(BOUNDS)).kind === "read");
    await reader.wait(10);
    const waiting = reader.wait(1000);
    reader.close();
    await expect(waiting).rejects.toMatchObject({ trouble: "disconnected" });
  });
});

describe("GroupReader loses nothing and keeps order", () => {
  const dropReplyTo = (word: string, reply = "") =>
    proxy.dropReplies(
      (piece) => piece.request.toString().includes(word) && piece.reply.toString("latin1").includes(reply),
    );

  it("when the reply of XREADGROUP is lost", async () => {
    await hold("a");
    const reader = await open("a");
    await add("first", "second");
    dropReplyTo("xreadgroup", "first");
    await expect(reader.read(BOUNDS)).rejects.toMatchObject({ trouble: "disconnected" });
    expect(await pending()).toBe(2);
    await add("third");
    expect(await waitFor(() => texts(reader))).toEqual(["first", "second"]);
  });

  it("when the reply of a claim is lost, and with it the ids of what was trimmed", async () => {
    await hold("a");
    const reader = await open("a");
    const [gone = ""] = await add("1", "2");
    await texts(reader);
    await texts(reader); // Redis learns the script
    await admin.xdel("p:stream", gone);
    dropReplyTo("EVALSHA");
    await expect(reader.read(BOUNDS)).rejects.toMatchObject({ trouble: "disconnected" });
    expect(await waitFor(() => texts(reader))).toEqual(["2"]);
    expect(await admin.xlen("p:quarantine")).toBe(1);
  });

  it("when another one takes the lease between the look at it and the reading", async () => {
    await hold("late");
    const [late, next] = [await open("late"), await open("next")];
    await add("1");
    // As for a process that is stopped between the two: the look is answered, the reading arrives after the change.
    let arrived = false;
    proxy.dropReplies(({ request }) => {
      if (!arrived && request.toString().includes("unwatch")) {
        arrived = true;
        proxy.delayMs(100);
        void hold("next");
      }
      return false;
    });
    const reading = await late.read(BOUNDS);
    proxy.dropReplies(0);
    proxy.delayMs(0);
    expect(reading.kind === "read" ? reading.entries : []).toEqual([]);
    expect(await texts(next)).toEqual(["1"]);
  });

  it("when the lease runs out in between", async () => {
    await hold("a");
    const reader = await open("a");
    await add("1");
    await admin.set("p:intake:lease", "a", "PX", 30);
    await waitFor(async () => (await admin.exists("p:intake:lease")) === 0);
    expect(await reader.read(BOUNDS)).toEqual({ kind: "lost" });
    expect(await pending()).toBe(0);
  });

  it("when its connection is killed, and when Redis restarts empty", async () => {
    await hold("a");
    const reader = await open("a");
    await add("1");
    await texts(reader);
    proxy.cut();
    expect(await waitFor(() => texts(reader))).toEqual(["1"]);
    await redis.restart();
    await waitFor(() => admin.ping());
    await hold("a");
    await add("2");
    await waitFor(async () => (await texts(reader)).includes("2"));
  });

  it("when everything is deleted while it waits", async () => {
    await hold("a");
    const reader = await open("a");
    await add("1");
    await acknowledge(
      ...((await reader.read(BOUNDS)) as { entries: { id: string }[] }).entries.map(({ id }) => id),
    );
    const waiting = reader.wait(1000);
    await admin.flushall();
    await hold("a");
    // A lower id than any before, as a publisher with ids of its own may give it.
    await admin.xadd("p:stream", "1-1", "n", "low");
    await waiting;
    await waitFor(async () => (await texts(reader))[0] === "low");
    expect(await texts(reader)).toEqual(["low"]);
  });

  it("when the group is destroyed: it begins again at the beginning", async () => {
    await hold("a");
    const reader = await open("a");
    await add("1");
    await admin.xgroup("DESTROY", "p:stream", "bot");
    await waitFor(async () => (await texts(reader)).length > 0);
    expect(await texts(reader)).toEqual(["1"]);
  });
});
