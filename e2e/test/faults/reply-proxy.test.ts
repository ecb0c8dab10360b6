import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ReplyProxy, startReplyProxy } from "../../src/faults/reply-proxy.ts";

let redis: RedisProcess;
let proxy: ReplyProxy;
beforeAll(async () => {
  redis = await startRedis();
  proxy = await startReplyProxy(redis.port, ([command]) => command?.toUpperCase());
});
afterAll(async () => {
  await redis.stop();
  await proxy.close();
});

describe("the proxy that loses replies", () => {
  it("passes everything on until it is told otherwise", async () => {
    const client = redis.client({ port: proxy.port });
    await client.set("key", "value");
    expect(await client.get("key")).toBe("value");
    expect(proxy.seen.get("GET")).toBe(1);
    client.disconnect();
  });

  it("loses the reply to the command it was told, and that one only; Redis has carried it out", async () => {
    const client = redis.client({ port: proxy.port, maxRetriesPerRequest: 0 });
    await client.ping();
    proxy.loseNext("RPUSH");
    const replies = await Promise.allSettled([
      client.set("before", "1"),
      client.rpush("list", "a"),
      client.get("before"),
    ]);
    expect(replies.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(proxy.lost).toEqual(new Map([["RPUSH", 1]]));
    expect(await client.lrange("list", 0, -1)).toEqual(["a"]);
    await client.rpush("list", "b");
    client.disconnect();
  });

  it("knows pushed messages from replies", async () => {
    const subscriber = redis.client({ port: proxy.port });
    const heard: string[] = [];
    subscriber.on("message", (_channel, message) => heard.push(message));
    await subscriber.subscribe("channel");
    const publisher = redis.client();
    for (const word of ["a", "b", "c"]) await publisher.publish("channel", word);
    expect(await subscriber.ping()).toBe("PONG");
    expect(heard).toEqual(["a", "b", "c"]);
    subscriber.disconnect();
  });
});
