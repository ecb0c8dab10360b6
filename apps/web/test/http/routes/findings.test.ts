import { Presence, RedisLink, redisKeys } from "@bellwire/messaging";
import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { ask, JSON_HEADERS, listenAsBot, startWeb } from "../../running-web.ts";

let redis: RedisProcess;
let web: WebService;

beforeEach(async () => {
  redis = await startRedis({ aof: true });
  web = await startWeb(redis.url);
});
afterEach(async () => {
  await web.stop();
  await redis.stop();
});

type Item = {
  code: string;
  about?: string;
  severity: string;
  words: string;
  since: string;
  remedy: string;
  command?: string;
};

async function findings(): Promise<Item[]> {
  return ((await ask(web.port, { path: "/findings" })).json() as { items: Item[] }).items;
}

async function codes(): Promise<string[]> {
  return (await findings()).map(({ code }) => code);
}

describe("GET /findings", () => {
  it("says what is wrong, since when and what to do, until it is mended", async () => {
    const [first] = await findings();
    expect(first).toEqual({
      code: "no_bot",
      severity: "error",
      words: expect.any(String),
      since: expect.stringMatching(/^20.*Z$/),
      remedy: expect.any(String),
      command: "node apps/bot/dist/main.js",
    });
    expect((await findings())[0]?.since).toBe(first?.since);
    const bot = await listenAsBot(redis);
    expect(await codes()).toEqual([]);
    bot.leave();
  });

  it("finds a typo", async () => {
    await listenAsBot(redis);
    const body = { headers: JSON_HEADERS, body: "1" };
    await ask(web.port, { method: "POST", path: "/channels/orders:neww", ...body });
    await ask(web.port, { method: "POST", path: "/channels/lonely", ...body });
    // Who listens to a board is nobody's mistake.
    await ask(web.port, { method: "PUT", path: "/boards/b", headers: JSON_HEADERS, body: '{"value":1}' });
    const found = await findings();
    expect(found.map(({ code, about }) => [code, about])).toEqual([
      ["channel_typo", "orders:neww"],
      ["channel_unheard", "lonely"],
    ]);
    expect(found[0]?.words).toContain("Was orders:new meant?");
  });

  it("repeats what a bot says of itself", async () => {
    await listenAsBot(redis);
    const link = new RedisLink({ url: redis.url, name: "test" });
    await link.ready(5000);
    const checks = [
      { name: "telegram", status: "fail", words: "Telegram refuses the bot token (401).", remedy: "Set it." },
    ];
    await new Presence(link, redisKeys("notification").presence).report("b1", {
      status: "not_ready",
      checks,
    });
    link.close();
    expect(await findings()).toMatchObject([
      { code: "bot_telegram", about: "b1", severity: "error", remedy: "Set it." },
    ]);
  });

  it("says that Redis is away, and heals", async () => {
    await redis.kill();
    await waitFor(async () => (await codes())[0] === "redis");
    await redis.restart();
    await waitFor(async () => !(await codes()).includes("redis"));
  });

  it("says how Redis should be set", async () => {
    await listenAsBot(redis);
    const client = redis.client();
    await client.config("SET", "appendonly", "no");
    await client.config("SET", "maxmemory", "1gb");
    await client.config("SET", "maxmemory-policy", "allkeys-lru");
    expect(await codes()).toEqual(["redis_may_evict", "redis_no_aof"]);
  });

  it("makes do with a user that may not ask how Redis is set", async () => {
    await listenAsBot(redis);
    await redis.client().acl("SETUSER", "default", "-info");
    expect(await codes()).toEqual([]);
  });
});
