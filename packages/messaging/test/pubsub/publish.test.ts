import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publishToListeners } from "../../src/pubsub/publish.ts";
import { RedisLink } from "../../src/redis-link.ts";

let redis: RedisProcess;
let link: RedisLink;
const heard: string[] = [];
const publish = (payload: string) =>
  publishToListeners(link, { channel: "notification", listenersChannel: "notification:bots", payload });

beforeAll(async () => {
  redis = await startRedis();
  link = new RedisLink({ url: redis.url, name: "publisher", commandTimeoutMs: 1000 });
  await link.ready(5000);
});
afterAll(async () => {
  link.close();
  await redis.stop();
});

describe("publishToListeners", () => {
  it("sends nothing and answers null when nobody listens, monitors of the channel notwithstanding", async () => {
    const monitor = redis.client();
    monitor.on("message", (_channel: string, message: string) => heard.push(message));
    await monitor.subscribe("notification");
    expect(await publish("for nobody")).toBeNull();
    monitor.disconnect();
  });

  it("answers how many received it, monitors included", async () => {
    const bot = redis.client();
    bot.on("message", (_channel: string, message: string) => heard.push(message));
    await bot.subscribe("notification", "notification:bots");
    await waitFor(async () => (await publish("one")) === 1);
    const monitor = redis.client();
    await monitor.psubscribe("notif*");
    expect(await publish('{"text":"zwölf Boxkämpfer 🦉"}')).toBe(2);
    await waitFor(() => heard.includes('{"text":"zwölf Boxkämpfer 🦉"}'));
    expect(heard).not.toContain("for nobody");
    monitor.disconnect();
  });

  it("goes on after the scripts were flushed, and after a restart", async () => {
    await redis.client().script("FLUSH");
    expect(await publish("after the flush")).toBe(1);
    await waitFor(() => heard.includes("after the flush"));
    await redis.restart();
    const answer = await waitFor(async () => {
      const receivers = await publish("after the restart");
      return receivers === 1 ? "one" : undefined;
    });
    expect(answer).toBe("one");
    await waitFor(() => heard.includes("after the restart"));
  });

  it("is refused without an effect while Redis is full", async () => {
    const admin = redis.client();
    await admin.config("SET", "maxmemory", "1");
    await expect(publish("too much")).rejects.toMatchObject({ trouble: "full" });
    await admin.config("SET", "maxmemory", "0");
    expect(await publish("again")).toBe(1);
    await waitFor(() => heard.includes("again"));
    expect(heard).not.toContain("too much");
  });
});
