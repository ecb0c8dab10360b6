import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Presence } from "../src/presence.ts";
import { RedisLink } from "../src/redis-link.ts";

let redis: RedisProcess;
let link: RedisLink;
beforeAll(async () => {
  redis = await startRedis();
  link = new RedisLink({ url: redis.url, name: "presence" });
  await link.ready(5000);
});
afterAll(async () => {
  link.close();
  await redis.stop();
});

describe("Presence", () => {
  it("shows the latest report of each, until it is withdrawn", async () => {
    const presence = new Presence(link, "board");
    await presence.report("b", { status: "not_ready" });
    await presence.report("a", { status: "ready" });
    await presence.report("b", { status: "ready", checks: [] });
    expect(await presence.list()).toEqual([
      { id: "a", atMs: expect.any(Number), report: { status: "ready" } },
      { id: "b", atMs: expect.any(Number), report: { status: "ready", checks: [] } },
    ]);
    await presence.withdraw("b");
    await presence.withdraw("nobody");
    expect((await presence.list()).map(({ id }) => id)).toEqual(["a"]);
  });

  it("forgets who has long been silent, and what nobody can read", async () => {
    const presence = new Presence(link, "old");
    const client = redis.client();
    const elevenMinutesAgo = Date.now() - 11 * 60_000;
    await client.hset("old", "silent", JSON.stringify({ at_ms: elevenMinutesAgo, report: {} }));
    await client.hset(
      "old",
      "garbage",
      "{",
      "number",
      "1",
      "null",
      "null",
      "other",
      '{"at_ms":"x","report":1}',
    );
    await presence.report("alive", {});
    expect((await presence.list()).map(({ id }) => id)).toEqual(["alive"]);
    expect(await client.hkeys("old")).toEqual(["alive"]);
  });

  it("is written also while Redis is full", async () => {
    const presence = new Presence(link, "full");
    const admin = redis.client();
    await admin.config("SET", "maxmemory", "1");
    await presence.report("a", { status: "ready" });
    expect(await presence.list()).toHaveLength(1);
    await admin.config("SET", "maxmemory", "0");
  });
});
