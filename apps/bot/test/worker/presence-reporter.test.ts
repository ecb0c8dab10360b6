import { Presence, RedisLink } from "@bellwire/messaging";
import { Health } from "@bellwire/runtime";
import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PresenceReporter } from "../../src/worker/presence-reporter.ts";

let redis: RedisProcess;
let link: RedisLink;
beforeAll(async () => {
  redis = await startRedis();
  link = new RedisLink({ url: redis.url, name: "presence", commandTimeoutMs: 300 });
  await link.ready(5000);
});
afterAll(async () => {
  link.close();
  await redis.stop();
});

describe("PresenceReporter", () => {
  it("says at once how the bot is, and takes it back when it leaves", async () => {
    const presence = new Presence(link, "board");
    const health = new Health("bot");
    health.set("telegram", { status: "ok", words: "Telegram answers." });
    const reporter = new PresenceReporter(presence, "b1", () => health.report());
    reporter.start();
    await waitFor(async () => (await presence.list()).length === 1);
    expect((await presence.list())[0]).toMatchObject({
      id: "b1",
      report: { status: "ready", checks: [{ name: "telegram", words: "Telegram answers." }] },
    });
    await reporter.stop();
    await reporter.stop();
    expect(await presence.list()).toEqual([]);
  });

  it("says at once what has changed, also while a report is under way", async () => {
    const presence = new Presence(link, "changing");
    const report = { count: 0 };
    const reporter = new PresenceReporter(presence, "b1", () => ({ ...report }));
    reporter.start();
    report.count = 1;
    reporter.tell();
    reporter.tell();
    await waitFor(async () => JSON.stringify(await presence.list()).includes('"count":1'), {
      timeoutMs: 1000,
    });
    await reporter.stop();
    reporter.tell();
    await reporter.stop();
    expect(await presence.list()).toEqual([]);
  });

  it("does not mind that Redis is away", async () => {
    const presence = new Presence(link, "away");
    const reporter = new PresenceReporter(presence, "b1", () => ({}));
    await redis.kill();
    reporter.start();
    await reporter.stop();
    await redis.restart();
  });
});
