import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { SHORT_LEASE_MS, useBots } from "./bots-stand.ts";
import { numbers, payload } from "./hallway.ts";

const stand = useBots();
const { startBot, holder, arrive, publishOn } = stand;

describe("Intake survives", () => {
  it.each(["queue", "stream"] as const)(
    "a restart of Redis, cut connections and lost replies under load by the %s",
    async (door) => {
      const bot = await startBot("a", SHORT_LEASE_MS);
      await holder();
      const total = 3000;
      let sent = 0;
      const push = async (count: number) => {
        const pipeline = stand.hall.client.pipeline();
        for (let at = 0; at < count; at += 1, sent += 1) {
          const text = payload(String(sent));
          if (door === "queue") pipeline.lpush(stand.hall.keys.queueDoor, text);
          else pipeline.xadd(stand.hall.keys.streamDoor, "*", "payload", text);
        }
        await pipeline.exec();
      };
      const faults: (() => unknown)[] = [
        () => bot.proxy.dropReplies(({ request }) => request.includes("generated")),
        () => bot.proxy.dropReplies(({ request }) => /evalsha/i.test(request.toString("latin1"))),
        () => bot.proxy.dropReplies(({ request }) => /xreadgroup|blmove/i.test(request.toString("latin1"))),
        () => bot.proxy.cut(),
        () => stand.hall.client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"),
        async () => {
          await stand.redis.restart();
          await waitFor(() => stand.hall.client.ping());
        },
      ];
      for (let at = 0; sent < total; at += 1) {
        await push(100);
        await Promise.resolve(faults[at % faults.length]?.());
      }
      await arrive(total);
      expect(await stand.hall.texts()).toEqual(numbers(0, total));
      expect(bot.check(door)?.status).toBe("ok");
    },
  );

  it.each(["queue", "stream"] as const)(
    "Redis standing still for longer than the lease, with two bots at the %s: nothing lost, in order",
    async (door) => {
      await startBot("bot0", SHORT_LEASE_MS);
      await startBot("bot1", SHORT_LEASE_MS);
      await holder();
      const publishing = publishOn(door);
      for (let round = 1; round <= 2; round += 1) {
        await arrive(round * 200);
        stand.redis.pause();
        await waitFor(() => stand.bots.every(({ lease }) => lease.state === "unknown"));
        // The publisher's commands lie in its socket now, beside those of both stand.bots.
        stand.redis.resume();
        await holder();
      }
      const before = await stand.hall.client.xlen(stand.hall.keys.events);
      await arrive(before + 200);
      const total = await publishing.end();
      await arrive(total);
      expect(await stand.hall.texts()).toEqual(numbers(0, total));
    },
  );

  it("FLUSHALL: what was there is gone, and everything goes on", async () => {
    const bot = await startBot("a", SHORT_LEASE_MS);
    await holder();
    await stand.hall.client.xadd(stand.hall.keys.streamDoor, "*", "payload", payload("gone"));
    await arrive(1);
    await stand.hall.client.flushall();
    await stand.hall.client.lpush(stand.hall.keys.queueDoor, payload("by the queue"));
    await stand.hall.client.xadd(stand.hall.keys.streamDoor, "*", "payload", payload("by the stream"));
    await stand.hall.client.publish(`${stand.hall.prefix}:news`, payload("by the channel"));
    await arrive(3);
    expect(new Set(await stand.hall.texts())).toEqual(
      new Set(["by the channel", "by the queue", "by the stream"]),
    );
    await waitFor(() => bot.health.report().status === "ready");
  });

  it("being stopped while Redis is away, in bounded time, twice", async () => {
    const bot = await startBot("a", SHORT_LEASE_MS);
    await stand.redis.kill();
    await waitFor(() => bot.check("queue")?.status === "fail");
    expect(bot.check("stream")?.status).toBe("fail");
    await bot.leave();
    await bot.leave();
    await stand.redis.restart();
  });
});
