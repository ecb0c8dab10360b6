import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { QUARANTINE_RAW_BYTES, Quarantine } from "../src/quarantine.ts";
import { RedisLink } from "../src/redis-link.ts";

let redis: RedisProcess;
let link: RedisLink;
beforeAll(async () => {
  redis = await startRedis();
  link = new RedisLink({ url: redis.url, name: "quarantine" });
  await link.ready(5000);
});
afterAll(async () => {
  link.close();
  await redis.stop();
});

const payload = (raw: Buffer | string, reason = "invalid_json") => ({
  door: "channel",
  reason,
  detail: "the payload is not valid JSON",
  raw: Buffer.from(raw),
});

describe("Quarantine", () => {
  it("keeps a payload byte by byte, with where it came in and why it is here", async () => {
    const quarantine = new Quarantine(link, "binary");
    const raw = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    await quarantine.add([payload(raw, "invalid_utf8"), payload("")]);
    const { items, cursor } = await quarantine.list({ limit: 10 });
    expect(items).toMatchObject([
      { bytes: 0, raw: Buffer.alloc(0) },
      { door: "channel", reason: "invalid_utf8", detail: "the payload is not valid JSON", bytes: 256, raw },
    ]);
    expect(items[0]?.id).toMatch(/^\d+-\d+$/);
    expect(cursor).toBeUndefined();
  });

  it("pages from the newest to the oldest, without a cursor on the last page", async () => {
    const quarantine = new Quarantine(link, "paged");
    await quarantine.add(["1", "2", "3", "4"].map((raw) => payload(raw)));
    const first = await quarantine.list({ limit: 2 });
    expect(first.items.map(({ raw }) => raw.toString())).toEqual(["4", "3"]);
    expect(first.cursor).toBe(first.items[1]?.id);
    const second = await quarantine.list({ limit: 2, cursor: first.cursor ?? "" });
    expect(second.items.map(({ raw }) => raw.toString())).toEqual(["2", "1"]);
    expect(second.cursor).toBeUndefined();
    expect(await new Quarantine(link, "empty").list({ limit: 5 })).toEqual({ items: [] });
  });

  it("cuts what is long and says how long it was", async () => {
    const quarantine = new Quarantine(link, "long");
    await quarantine.add([payload(Buffer.alloc(QUARANTINE_RAW_BYTES + 5, "x"))]);
    await quarantine.add([{ ...payload("cut before"), bytes: 1_000_000 }]);
    const { items } = await quarantine.list({ limit: 2 });
    expect(items.map(({ bytes, raw }) => [bytes, raw.length])).toEqual([
      [1_000_000, 10],
      [QUARANTINE_RAW_BYTES + 5, QUARANTINE_RAW_BYTES],
    ]);
  });

  it("keeps about the newest thousand", async () => {
    const quarantine = new Quarantine(link, "bounded");
    for (let round = 0; round < 6; round++)
      await quarantine.add(Array.from({ length: 250 }, (_, number) => payload(`${round}-${number}`)));
    const kept = await redis.client().xlen("bounded");
    expect(kept).toBeGreaterThanOrEqual(1000);
    expect(kept).toBeLessThanOrEqual(1100);
    expect((await quarantine.list({ limit: 1 })).items[0]?.raw.toString()).toBe("5-249");
  });

  it("says that Redis is full, or away", async () => {
    const quarantine = new Quarantine(link, "full");
    const admin = redis.client();
    await admin.config("SET", "maxmemory", "1");
    await expect(quarantine.add([payload("a"), payload("b")])).rejects.toMatchObject({ trouble: "full" });
    await admin.config("SET", "maxmemory", "0");
    const closed = new RedisLink({ url: redis.url, name: "closed" });
    closed.close();
    await expect(new Quarantine(closed, "away").add([payload("a")])).rejects.toMatchObject({
      trouble: "disconnected",
    });
  });
});
