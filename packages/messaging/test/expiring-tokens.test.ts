import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expiringTokens } from "../src/expiring-tokens.ts";
import { RedisLink } from "../src/redis-link.ts";

let redis: RedisProcess;
let link: RedisLink;
beforeAll(async () => {
  redis = await startRedis();
  link = new RedisLink({ url: redis.url, name: "tokens" });
  await link.ready(5000);
});
afterAll(async () => {
  link.close();
  await redis.stop();
});

describe("expiringTokens", () => {
  it("knows its own tokens, until they are revoked", async () => {
    const tokens = expiringTokens(link, (hash) => `session:${hash}`, 60);
    const [one, two] = [await tokens.issue(), await tokens.issue()];
    expect(one).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(one).not.toBe(two);
    expect(await tokens.isValid(one)).toBe(true);
    expect(await tokens.isValid(`${one}x`)).toBe(false);
    expect(await tokens.isValid("")).toBe(false);
    await tokens.revoke(one);
    await tokens.revoke(one);
    expect(await tokens.isValid(one)).toBe(false);
    expect(await tokens.isValid(two)).toBe(true);
  });

  it("stores a hash and never the token, and lets it end by itself", async () => {
    const tokens = expiringTokens(link, (hash) => `ending:${hash}`, 1);
    const token = await tokens.issue();
    const client = redis.client();
    const keys = await client.keys("ending:*");
    expect(keys).toHaveLength(1);
    expect(keys.join()).not.toContain(token);
    expect(await client.get(String(keys[0]))).toBe("1");
    await waitFor(async () => !(await tokens.isValid(token)));
  });
});
