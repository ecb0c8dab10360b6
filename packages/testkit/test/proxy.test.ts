import type { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startProxy, type Proxy as TcpProxy } from "../src/proxy.ts";
import { type RedisProcess, startRedis } from "../src/redis-process.ts";
import { waitFor } from "../src/wait-for.ts";

let redis: RedisProcess;
let direct: Redis;
let proxy: TcpProxy;
let through: Redis;

beforeAll(async () => {
  redis = await startRedis();
  direct = redis.client();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  await direct.flushall();
  proxy = await startProxy({ port: redis.port });
  through = redis.client({
    port: proxy.port,
    autoResendUnfulfilledCommands: true,
    maxRetriesPerRequest: null,
  });
  await through.ping();
});
afterEach(async () => {
  through.disconnect();
  await proxy.close();
});

describe("startProxy", () => {
  it("passes bytes on, also many of them", async () => {
    const big = "x".repeat(4 * 1024 * 1024);
    await through.set("big", big);
    expect(await through.get("big")).toBe(big);
    expect(proxy.connections()).toBe(1);
    expect(proxy.url()).toBe(`redis://127.0.0.1:${proxy.port}`);
  });

  it("cuts connections, and serves the next", async () => {
    const closed = new Promise((resolve) => through.once("close", resolve));
    proxy.cut();
    await closed;
    expect(await through.ping()).toBe("PONG");
  });

  it("swallows everything in a black hole, where Redis still counts the subscriber", async () => {
    const heard: string[] = [];
    through.on("message", (_channel, message) => heard.push(message));
    await through.subscribe("news");
    proxy.blackhole(true);
    expect(await direct.publish("news", "lost")).toBe(1);
    await waitFor(() => proxy.swallowedBytes() > 0);
    const swallowed = proxy.swallowedBytes();
    proxy.blackhole(false);
    expect(await direct.publish("news", "still nothing, for a piece is missing")).toBe(1);
    await waitFor(() => proxy.swallowedBytes() > swallowed);
    proxy.cut();
    await waitFor(async () => (await direct.publish("news", "heard")) === 1 && heard.length > 0);
    expect(new Set(heard)).toEqual(new Set(["heard"]));
  });

  it("does not tell the server of a client that leaves in a black hole", async () => {
    await through.subscribe("news");
    proxy.blackhole(true);
    through.disconnect();
    await waitFor(() => through.status === "end");
    expect(await direct.pubsub("NUMSUB", "news")).toEqual(["news", 1]);
    proxy.blackhole(false);
    await waitFor(() => proxy.connections() === 0);
    await waitFor(async () => (await direct.publish("news", "gone")) === 0);
  });

  it("refuses connections and takes them again on the same port", async () => {
    await proxy.refuse(true);
    const refused = new Promise<Error>((resolve) => through.once("error", resolve));
    proxy.cut();
    expect((await refused).message).toContain("ECONNREFUSED");
    await proxy.refuse(false);
    expect(await through.ping()).toBe("PONG");
  });

  it("delays in both directions and keeps the order", async () => {
    proxy.delayMs(20);
    const answers = await Promise.all([1, 2, 3, 4].map((n) => through.rpush("list", n)));
    expect(answers).toEqual([1, 2, 3, 4]);
    expect(await direct.lrange("list", 0, -1)).toEqual(["1", "2", "3", "4"]);
  });

  it("loses a reply whose request was carried out", async () => {
    proxy.dropReplies(1);
    await through.rpush("list", "sent twice by the client, for it never heard of the first");
    expect(await direct.llen("list")).toBe(2);
  });

  it("loses the reply that a predicate names, and no other", async () => {
    proxy.dropReplies(({ request }) => request.includes("rpush"));
    await through.ping();
    await through.rpush("list", "twice");
    expect(await direct.llen("list")).toBe(2);
    await through.rpush("list", "once");
    expect(await direct.llen("list")).toBe(3);
  });
});
