import { createLogger } from "@bellwire/runtime";
import { type RedisProcess, startProxy, startRedis, waitFor } from "@bellwire/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WebService } from "../src/service.ts";
import { exchangeRaw } from "./raw-exchange.ts";
import { ask, JSON_HEADERS, listenAsBot, publish, startWeb } from "./running-web.ts";

const NOTE = { user_id: 42, message: "do not print me" };
let redis: RedisProcess;
let stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  redis = await startRedis();
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
  stops = [];
  await redis.stop();
});

async function start(...args: Parameters<typeof startWeb>): Promise<WebService> {
  const web = await startWeb(...args);
  stops.push(() => web.stop());
  return web;
}

async function redisCheck(web: WebService) {
  const answer = await ask(web.port, { path: "/readyz" });
  const { checks } = answer.json() as { checks: { name: string; words: string; remedy?: string }[] };
  return { code: answer.status, ...checks.find(({ name }) => name === "redis") };
}

async function expectWorks(web: WebService): Promise<void> {
  await listenAsBot(redis);
  await waitFor(async () => (await publish(web.port, NOTE)).status === 202);
  await waitFor(async () => (await redisCheck(web)).code === 200);
}

async function sessionOf(web: WebService, key: string): Promise<string> {
  const body = JSON.stringify({ key });
  const answer = await ask(web.port, { method: "POST", path: "/session", headers: JSON_HEADERS, body });
  return answer.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
}

/** The contract says 2 s (redis-budget.test.ts holds it to that); the rest is room for a machine under load. */
const ANSWER_WITHIN_MS = 6000;

describe("the web service", () => {
  it("says in time that Redis is gone, and works again by itself", async () => {
    const web = await start(redis.url);
    await redis.kill();
    const answer = await waitFor(() => publish(web.port, NOTE), { timeoutMs: ANSWER_WITHIN_MS });
    expect(answer.status).toBe(503);
    expect(answer.json()).toMatchObject({
      code: "redis_unavailable",
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      detail: expect.stringContaining("unknown"),
    });
    await waitFor(async () => (await redisCheck(web)).code === 503);
    expect(await redisCheck(web)).toMatchObject({
      words: "Redis cannot be reached.",
      remedy: expect.any(String),
    });
    await redis.restart();
    await expectWorks(web);
  });

  it("says in time that Redis is frozen, also to a session, and works again by itself", async () => {
    const web = await start(redis.url, { RATE_LIMIT_PER_SECOND: "1000" });
    const key = "key-for-tests-0123456789";
    const keyed = await start(redis.url, { RATE_LIMIT_PER_SECOND: "1000", API_KEYS: key });
    const cookie = await sessionOf(keyed, key);
    redis.pause();
    const asked = waitFor(() => publish(keyed.port, NOTE, { cookie }), { timeoutMs: ANSWER_WITHIN_MS });
    expect((await asked).json()).toMatchObject({ status: 503, code: "redis_unavailable" });
    const answer = await waitFor(() => publish(web.port, NOTE), { timeoutMs: ANSWER_WITHIN_MS });
    expect(answer.json()).toMatchObject({ status: 503, code: "redis_unavailable" });
    await waitFor(async () => (await redisCheck(web)).words === "Redis does not answer.");
    redis.resume();
    await expectWorks(web);
  });

  it("survives a black hole on the way to Redis", async () => {
    const proxy = await startProxy({ port: redis.port });
    stops.push(() => proxy.close());
    const web = await start(proxy.url());
    proxy.blackhole(true);
    const answer = await waitFor(() => publish(web.port, NOTE), { timeoutMs: ANSWER_WITHIN_MS });
    expect(answer.status).toBe(503);
    proxy.blackhole(false);
    await expectWorks(web);
  });

  it("starts before Redis does", async () => {
    await redis.kill();
    const web = await start(redis.url);
    expect((await redisCheck(web)).code).toBe(503);
    await redis.restart();
    await expectWorks(web);
  });

  it("says that the password is wrong", async () => {
    const guarded = await startRedis({ config: { requirepass: "right" } });
    stops.push(() => guarded.stop());
    const web = await start(guarded.url.replace("right", "wrong"));
    await waitFor(async () => (await redisCheck(web)).words === "Redis refuses the user of this service.");
  });

  it("says that Redis is full", async () => {
    const web = await start(redis.url);
    const client = redis.client();
    await client.config("SET", "maxmemory", "1");
    await waitFor(async () => (await redisCheck(web)).words === "Redis is full and refuses writes.");
    await client.config("SET", "maxmemory", "0");
    await waitFor(async () => (await redisCheck(web)).code === 200);
  });

  it("prints neither texts nor keys nor passwords, whatever happens", async () => {
    const lines: string[] = [];
    const secrets = ["key-for-tests-0123456789"];
    const destination = { write: (line: string) => void lines.push(line) };
    const logger = createLogger({ service: "web", level: "trace", secrets, destination });
    const web = await start(redis.url, { API_KEYS: secrets.join() }, { logger });
    const headers = { "x-api-key": secrets.join() };
    await publish(web.port, NOTE, headers);
    await publish(web.port, { ...NOTE, extra: "do not print me" }, headers);
    await ask(web.port, { path: "/do-not-print-me?do=not-print-me", headers });
    await exchangeRaw(web.port, ["do not print me\r\n\r\n"]);
    await redis.kill();
    await publish(web.port, NOTE, headers);
    await waitFor(() => lines.some((line) => line.includes("redis_unavailable")));
    expect(lines.join("")).not.toMatch(/do.not.print.me|key-for-tests/);
  });

  it("may be stopped twice", async () => {
    const web = await start(redis.url);
    await web.stop();
    await web.stop();
  });
});
