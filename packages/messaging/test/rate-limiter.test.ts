import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRateLimiter } from "../src/rate-limiter.ts";
import { RedisUnavailableError } from "../src/redis-errors.ts";
import { RedisLink } from "../src/redis-link.ts";

let redis: RedisProcess;
let link: RedisLink;
beforeAll(async () => {
  redis = await startRedis();
  link = new RedisLink({ url: redis.url, name: "limiter", commandTimeoutMs: 300 });
  await link.ready(5000);
});
afterAll(async () => {
  link.close();
  await redis.stop();
});

describe("createRateLimiter", () => {
  it("lets so many pass and says how long the next one waits, each key for itself", async () => {
    // Two processes, one count.
    const [one, other] = [createRateLimiter(link, "rate", 5), createRateLimiter(link, "rate", 5)];
    const waits = await Promise.all(
      Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? one : other).waitMs("key")),
    );
    expect(waits.filter((waitMs) => waitMs === 0)).toHaveLength(5);
    const refused = waits.filter((waitMs) => waitMs !== 0);
    expect(refused.every((waitMs) => waitMs >= 1 && waitMs <= 1000)).toBe(true);
    expect(await one.waitMs("other key")).toBe(0);
    await waitFor(async () => (await one.waitMs("key")) === 0);
    expect(await redis.client().keys("*")).not.toContain("key");
  });

  it("says that Redis is away", async () => {
    const limiter = createRateLimiter(link, "away", 5);
    await limiter.waitMs("key");
    await redis.kill();
    await waitFor(async () => {
      const error = await limiter.waitMs("key").catch((reason: unknown) => reason);
      return error instanceof RedisUnavailableError && error.trouble === "disconnected";
    });
    await redis.restart();
    await waitFor(async () => (await limiter.waitMs("key")) === 0);
  });
});
