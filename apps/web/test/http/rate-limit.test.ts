import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WebService } from "../../src/service.ts";
import { ask, startWeb } from "../running-web.ts";

const KEYS = ["first-key-0123456789", "second-key-0123456789"];
let redis: RedisProcess;
let web: WebService;

beforeEach(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url, { API_KEYS: KEYS.join(","), RATE_LIMIT_PER_SECOND: "2" });
});
afterEach(async () => {
  await web.stop();
  await redis.stop();
});

const look = (headers: Record<string, string>) => ask(web.port, { path: "/quarantine", headers });

describe("limitRate", () => {
  it("refuses what a key asks beyond its rate, says when to come back, and lets other keys be", async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => look({ "x-api-key": KEYS[0] ?? "" })));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.json()).toMatchObject({ code: "rate_limited" });
    expect(Number(refused[0]?.headers["retry-after"])).toBeGreaterThanOrEqual(1);
    expect((await look({ "x-api-key": KEYS[1] ?? "" })).status).toBe(200);
    await waitFor(async () => (await look({ "x-api-key": KEYS[0] ?? "" })).status === 200, { everyMs: 200 });
  });

  it("limits who guesses keys by address", async () => {
    const guesses = Array.from({ length: 12 }, (_, n) => look({ "x-api-key": `guess-${n}-0123456789` }));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
  });

  it("does not limit the status pages", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(web.port, { path: "/readyz" })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  });

  it("lets pass while Redis is away: the route says what is wrong", async () => {
    await redis.kill();
    const answers = await Promise.all(Array.from({ length: 6 }, () => look({ "x-api-key": KEYS[0] ?? "" })));
    for (const answer of answers) expect(answer.json()).toMatchObject({ code: "redis_unavailable" });
  });
});
