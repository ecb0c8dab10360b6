import { beforeEach, describe, expect, it } from "vitest";
import { again, DEAD, DELIVERED, openWebhooks, type Server, type Webhooks } from "../webhook-fixture.ts";

/** How calls are taken and settled. */
export function sendingSuite(server: () => Server): void {
  describe("taking and settling", () => {
    let webhooks: Webhooks;
    beforeEach(async () => {
      webhooks = await openWebhooks(server());
    });

    it("gives each delivery into one hand", async () => {
      for (let index = 0; index < 50; index += 1) await webhooks.sent(String(index));
      await webhooks.queue.collect();
      const hands = await Promise.all(Array.from({ length: 10 }, () => webhooks.open().take(8)));
      const taken = hands.flat().map(({ id }) => id);
      expect([taken.length, new Set(taken).size]).toEqual([50, 50]);
    });

    it("gives again what was not settled when its lease is over, and refuses the former hand", async () => {
      await webhooks.sent("one");
      await webhooks.queue.collect();
      const [lost] = await webhooks.open(0).take(1);
      const taken = await webhooks.takeOne();
      expect([taken.id, taken.attempts]).toEqual([lost?.id, 2]);
      expect(lost && (await webhooks.queue.settle(lost, DEAD))).toBe(false);
      expect(await webhooks.queue.settle(taken, DELIVERED)).toBe(true);
      expect(await webhooks.queue.settle(taken, DELIVERED)).toBe(false);
      expect(await webhooks.desk.figures()).toEqual({ waiting: 0, dead: 0, delivered: 1, missed: 0 });
    });

    it("tries again after the delay, and says since when nothing succeeds", async () => {
      await webhooks.sent("one");
      await webhooks.sent("two");
      await webhooks.queue.collect();
      const begunMs = Date.now();
      await webhooks.queue.settle(await webhooks.takeOne(), again(3_600_000));
      const second = await webhooks.takeOne();
      const { failing, waiting } = await webhooks.desk.figures();
      expect([waiting, failing?.error]).toEqual([2, "ECONNREFUSED"]);
      expect(Math.abs((failing?.sinceMs ?? 0) - begunMs)).toBeLessThan(10_000);
      expect(await webhooks.queue.take(10)).toEqual([]);
      const { items } = await webhooks.desk.list({ state: "waiting", limit: 10 });
      expect(items[0]).toMatchObject({ attempts: 1, error: "ECONNREFUSED", state: "waiting" });
      expect(Math.abs((items[0]?.nextMs ?? 0) - begunMs - 3_600_000)).toBeLessThan(10_000);
      await webhooks.queue.settle(second, DELIVERED);
      expect(await webhooks.desk.figures()).not.toHaveProperty("failing");
    });

    it("forgets the text of what was delivered", async () => {
      const entry = await webhooks.replied("between us");
      await webhooks.queue.collect();
      await webhooks.queue.settle(await webhooks.takeOne(), DELIVERED);
      expect(
        JSON.stringify(await webhooks.client.hgetall(`${webhooks.keys.delivery}evt_${entry}`)),
      ).not.toContain("between us");
    });

    it("keeps a thousand of what was delivered, for a day; of what was given up more, and longer", async () => {
      const fill = `for at = 1, tonumber(ARGV[2]) do
      redis.call('ZADD', KEYS[1], ARGV[1] + at, 'evt_' .. at .. '-0')
      redis.call('HSET', KEYS[2] .. 'evt_' .. at .. '-0', 'type', 'x')
    end`;
      const now = Date.now() - 1_000_000;
      await webhooks.client.eval(fill, 2, webhooks.keys.done, webhooks.keys.delivery, now, 1150);
      await webhooks.client.eval(fill, 2, webhooks.keys.dead, webhooks.keys.delivery, now, 1150);
      await webhooks.queue.take(1);
      expect(await webhooks.client.zcard(webhooks.keys.done)).toBe(1000);
      expect(
        await webhooks.client.exists(
          `${webhooks.keys.delivery}evt_150-0`,
          `${webhooks.keys.delivery}evt_151-0`,
        ),
      ).toBe(1);
      expect(await webhooks.client.zcard(webhooks.keys.dead)).toBe(1150);
      await webhooks.client.eval(fill, 2, webhooks.keys.done, webhooks.keys.delivery, now - 86_400_000, 100);
      await webhooks.client.eval(
        fill,
        2,
        webhooks.keys.dead,
        webhooks.keys.delivery,
        now - 14 * 86_400_000,
        100,
      );
      await webhooks.queue.take(1);
      expect([
        await webhooks.client.zcard(webhooks.keys.done),
        await webhooks.client.zcard(webhooks.keys.dead),
      ]).toEqual([1000, 1050]);
    });

    it("passes over a delivery of which nothing is known any more", async () => {
      await webhooks.client.zadd(webhooks.keys.due, 1, "evt_1-1");
      expect(await webhooks.queue.take(10)).toEqual([]);
      expect(await webhooks.client.zcard(webhooks.keys.due)).toBe(0);
    });

    it("hands out an event that nobody can read as that", async () => {
      await webhooks.tell({ state: "sent", id: "x" });
      await webhooks.queue.collect();
      const taken = await webhooks.takeOne();
      expect(taken).toMatchObject({ type: "notification.sent", event: undefined });
      await webhooks.queue.settle(taken, again(0));
      await webhooks.client.hset(`${webhooks.keys.delivery}${taken.id}`, "fields", "7");
      expect(await webhooks.takeOne()).toMatchObject({ id: taken.id, event: undefined });
    });
  });
}
