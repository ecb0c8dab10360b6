import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { Quarantine } from "../../src/quarantine.ts";
import { RedisLink } from "../../src/redis-link.ts";
import { BOUNDS, numbers, texts, textsOf, useGroupReaders } from "./group-stand.ts";

const stand = useGroupReaders();
const { open, hold, add, acknowledge, pending } = stand;

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
    const pipeline = stand.admin.pipeline();
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
    const id = String(await stand.admin.xadd("p:stream", "*", "n", bytes, bytes, "m", "n", ""));
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
    await stand.admin.del("p:intake:lease");
    expect(await reader.read(BOUNDS)).toEqual({ kind: "lost" });
  });

  it("claims what is pending with anybody, oldest first, before anything newer", async () => {
    await add(...numbers(0, 10));
    await hold("first");
    const [first, second] = [await open("first"), await open("second")];
    await texts(first, { ...BOUNDS, items: 4 });
    // Somebody with a console, who never acknowledges.
    await stand.admin.xreadgroup("GROUP", "bot", "console", "COUNT", 2, "STREAMS", "p:stream", ">");
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
    await stand.admin.xdel("p:stream", ids[0] ?? "");
    await stand.admin.xtrim("p:stream", "MAXLEN", "=", 1);
    await add("4");
    const reading = await reader.read(BOUNDS);
    expect(reading).toMatchObject({ kind: "read", trimmed: 2, putAside: 0 });
    expect(textsOf(reading)).toEqual(["3"]);
    await acknowledge(ids[2] ?? "");
    expect(await texts(reader)).toEqual(["4"]);
    const link = new RedisLink({ url: stand.redis.url, name: "quarantine" });
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
    expect(await stand.admin.xlen("p:quarantine")).toBe(1);
    expect(await pending()).toBe(2);
  });

  it("says so where a stranger put something else at the door", async () => {
    await hold("a");
    await stand.admin.set("p:stream", "no stream");
    const reader = await open("a");
    expect(await reader.read(BOUNDS)).toEqual({ kind: "wrong_type" });
    await stand.admin.del("p:stream");
    await add("1");
    await waitFor(async () => (await texts(reader)).length === 1);
  });

  it("reads what is pending while Redis is full, and nothing new", async () => {
    await hold("a");
    const reader = await open("a");
    await add("1");
    await texts(reader);
    const [id = ""] = await add("2");
    await stand.admin.config("SET", "maxmemory", "1");
    expect(await texts(reader)).toEqual(["1"]);
    await stand.admin.xack(
      "p:stream",
      "bot",
      String((await stand.admin.xrange("p:stream", "-", "+"))[0]?.[0]),
    );
    await expect(reader.read(BOUNDS)).rejects.toMatchObject({ trouble: "full" });
    expect(await pending()).toBe(0);
    await stand.admin.config("SET", "maxmemory", "0");
    expect(await reader.read(BOUNDS)).toMatchObject({ entries: [{ id }] });
  });
});

describe("GroupReader's wait", () => {
  it("ends as soon as there is something new, and takes nothing", async () => {
    await hold("a");
    const reader = await open("a");
    const waits = waitFor(async () => {
      await reader.wait(1000);
      return (await stand.admin.xlen("p:stream")) > 0;
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
