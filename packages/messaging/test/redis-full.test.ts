import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isRedisFull } from "../src/redis-full.ts";
import { RedisLink } from "../src/redis-link.ts";

let redis: RedisProcess;
let link: RedisLink;
beforeAll(async () => {
  redis = await startRedis();
  link = new RedisLink({ url: redis.url, name: "full", commandTimeoutMs: 200 });
  await link.ready(5000);
});
afterAll(async () => {
  link.close();
  await redis.stop();
});

it("tells whether Redis has room, and throws where it does not answer", async () => {
  const admin = redis.client();
  expect(await isRedisFull(link)).toBe(false);
  await admin.config("SET", "maxmemory", "1");
  expect(await isRedisFull(link)).toBe(true);
  await admin.config("SET", "maxmemory", "0");
  expect(await isRedisFull(link)).toBe(false);
  expect(await admin.dbsize()).toBe(0);
  redis.pause();
  await expect(isRedisFull(link)).rejects.toMatchObject({ trouble: "timeout" });
  redis.resume();
});
