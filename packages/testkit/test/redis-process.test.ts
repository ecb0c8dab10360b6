import { existsSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { type RedisProcess, type StartRedisOptions, startRedis } from "../src/redis-process.ts";

const started: RedisProcess[] = [];
const start = async (options?: StartRedisOptions): Promise<RedisProcess> => {
  const redis = await startRedis(options);
  started.push(redis);
  return redis;
};
afterEach(async () => {
  for (const redis of started.splice(0)) await redis.stop();
});

describe("startRedis", () => {
  it("gives every caller a server of its own, empty and without persistence", async () => {
    const [one, two] = await Promise.all([start(), start()]);
    await one.client().set("key", "of one");
    expect(await two.client().get("key")).toBeNull();
    expect((await one.info("persistence")).aof_enabled).toBe("0");
    expect((await one.info()).process_id).toBe(String(one.pid));
  });

  it("keeps data over kill and restart with an append-only file", async () => {
    const redis = await start({ aof: true, config: { appendfsync: "always" } });
    const client = redis.client();
    await client.set("key", "kept");
    const firstPid = redis.pid;
    await redis.kill();
    await redis.restart();
    expect(redis.pid).not.toBe(firstPid);
    expect(await client.get("key")).toBe("kept");
  });

  it("can be paused and resumed, and stopped while paused", async () => {
    const redis = await start();
    const client = redis.client();
    await client.ping();
    redis.pause();
    const pong = client.ping();
    redis.resume();
    expect(await pong).toBe("PONG");
    redis.pause();
    await redis.stop();
    await redis.stop();
    expect(existsSync(redis.dir)).toBe(false);
  });

  it("takes configuration, and a password into the address", async () => {
    const redis = await start({
      config: { requirepass: "a-word", "client-output-buffer-limit": "pubsub 1mb 1mb 1" },
    });
    expect(redis.url).toContain(":a-word@");
    expect(await redis.client().ping()).toBe("PONG");
    expect(readFileSync(`${redis.dir}/redis.conf`, "utf8")).toContain("pubsub 1mb 1mb 1");
  });

  it("says why a server did not start", async () => {
    await expect(start({ config: { maxmemory: "a lot" } })).rejects.toThrow(
      /Redis ended while it started[\s\S]*maxmemory/,
    );
    const redis = await start();
    await expect(start({ port: redis.port })).rejects.toThrow("Address already in use");
  });
});
