import { Acceptance } from "@bellwire/messaging";
import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { SHORT_LEASE_MS, useBots } from "./bots-stand.ts";
import { fromWeb, numbers, payload } from "./hallway.ts";

const stand = useBots();
const { startBot, holder, arrive, publishOn } = stand;

describe("Intake", () => {
  it("brings what comes by three doors into one hallway, and says how it is", async () => {
    const bot = await startBot("a");
    await stand.hall.client.publish(`${stand.hall.prefix}:news`, payload("by the channel"));
    await stand.hall.client.lpush(stand.hall.keys.queueDoor, payload("by the queue"));
    await stand.hall.client.xadd(
      stand.hall.keys.streamDoor,
      "*",
      "user_id",
      "42",
      "message",
      "by the stream",
    );
    await arrive(3);
    expect(new Set(await stand.hall.texts())).toEqual(
      new Set(["by the channel", "by the queue", "by the stream"]),
    );
    await waitFor(() => bot.check("queue")?.status === "ok" && bot.check("stream")?.status === "ok");
    const checks = bot.health.report().checks.map(({ name, status }) => `${name} ${status}`);
    expect(new Set(checks)).toEqual(new Set(["subscription ok", "queue ok", "stream ok", "admission ok"]));
    expect(await bot.metrics.registry.text()).toContain(
      'bellwire_admitted_total{door="stream",service="bot"} 1',
    );
  });

  it("tells how much lies at the doors, and keeps the stream short", async () => {
    const bot = await startBot("a");
    await stand.hall.client.config("SET", "maxmemory", "1");
    await waitFor(() => bot.check("admission")?.status === "warn");
    await stand.hall.client.config("SET", "maxmemory", "0");
    const pipeline = stand.hall.client.pipeline();
    for (const text of numbers(0, 1000))
      pipeline.xadd(stand.hall.keys.streamDoor, "*", "payload", payload(text));
    await pipeline.exec();
    await arrive(1000);
    await waitFor(async () => (await stand.hall.client.xlen(stand.hall.keys.streamDoor)) <= 200);
    await waitFor(() => bot.check("admission")?.status === "ok");
    expect(await bot.metrics.registry.text()).toContain('bellwire_stream_lag{service="bot"} 0');
  });
});

describe("two bots' intake", () => {
  it.each(["channel", "queue", "stream"] as const)(
    "hands over by the %s without losing, doubling or crossing any, though nothing has an id",
    async (door) => {
      await startBot("bot0");
      await startBot("bot1");
      await holder();
      const publishing = publishOn(door);
      let admitted = 0;
      for (let round = 2; round < 8; round += 1) {
        await arrive(admitted + 200);
        const leaver = await holder();
        await leaver.leave();
        admitted = await stand.hall.client.xlen(stand.hall.keys.events);
        await stand.end(leaver);
        await startBot(`bot${round}`);
      }
      await arrive(admitted + 200);
      const total = await publishing.end();
      await arrive(total);
      expect(await stand.hall.texts()).toEqual(numbers(0, total));
    },
  );

  it.each(["queue", "stream"] as const)(
    "loses nothing of the %s where the holder is cut off without a word, and keeps order",
    async (door) => {
      await startBot("bot0", SHORT_LEASE_MS);
      await startBot("bot1", SHORT_LEASE_MS);
      const first = await holder();
      const publishing = publishOn(door);
      await arrive(300);
      first.proxy.blackhole(true);
      await waitFor(() => stand.bots.some((bot) => bot !== first && bot.lease.state === "held"));
      const before = await stand.hall.client.xlen(stand.hall.keys.events);
      await arrive(before + 200);
      first.proxy.blackhole(false);
      first.proxy.cut();
      const total = await publishing.end();
      await arrive(total);
      expect(await stand.hall.texts()).toEqual(numbers(0, total));
    },
  );

  it("loses nothing that web accepted for the channel where the holder is cut off", async () => {
    await startBot("bot0", SHORT_LEASE_MS);
    await startBot("bot1", SHORT_LEASE_MS);
    const first = await holder();
    const acceptance = new Acceptance({
      ...{
        redis: stand.hall.link,
        prefix: stand.hall.prefix,
        channel: `${stand.hall.prefix}:news`,
        maxWaiting: 1_000_000,
      },
    });
    const accept = (text: string) => acceptance.accept([fromWeb(text, `w${text}`)]);
    const total = 400;
    for (let at = 0; at < total; at += 1) {
      await accept(String(at));
      if (at === 100) first.proxy.blackhole(true);
      if (at === 300) {
        await waitFor(() => stand.bots.some((bot) => bot !== first && bot.lease.state === "held"));
        first.proxy.blackhole(false);
        first.proxy.cut();
      }
    }
    await waitFor(async () => (await stand.hall.texts()).length >= total);
    expect(await stand.hall.texts()).toEqual(numbers(0, total));
  });
});
