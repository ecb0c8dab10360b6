import { beforeEach, describe, expect, it } from "vitest";
import { again, DEAD, DELIVERED, openWebhooks, type Server, type Webhooks } from "../webhook-fixture.ts";

/** What a person sees of them, and may do. */
export function deskSuite(server: () => Server): void {
  describe("what a person may do", () => {
    let webhooks: Webhooks;
    beforeEach(async () => {
      webhooks = await openWebhooks(server());
    });

    it("is to try again what waits for its next try, or was given up, with all its tries", async () => {
      await webhooks.sent("waits");
      await webhooks.sent("dead");
      await webhooks.queue.collect();
      const [first, second] = [await webhooks.takeOne(), await webhooks.takeOne()];
      expect(await webhooks.desk.retry(first.id)).toBe("in_flight");
      await webhooks.queue.settle(first, again(3_600_000));
      await webhooks.queue.settle(second, DEAD);
      expect(await webhooks.ids("dead")).toEqual([second.id]);
      expect(await webhooks.queue.take(10)).toEqual([]);
      expect([await webhooks.desk.retry(first.id), await webhooks.desk.retry(second.id)]).toEqual([
        "done",
        "done",
      ]);
      const taken = await webhooks.queue.take(10);
      expect(taken.map(({ id, attempts }) => [id, attempts])).toEqual([
        [first.id, 2],
        [second.id, 1],
      ]);
      for (const one of taken) await webhooks.queue.settle(one, DELIVERED);
      expect(await webhooks.desk.retry(first.id)).toBe("delivered");
      expect(await webhooks.desk.retry("evt_1-1")).toBe("unknown");
    });

    it("is to try again what is in the hand of one who fell silent", async () => {
      await webhooks.sent("one");
      await webhooks.queue.collect();
      const [lost] = await webhooks.open(0).take(1);
      expect(await webhooks.desk.retry(lost?.id ?? "")).toBe("done");
    });

    it("is to try again all that was given up since a moment", async () => {
      for (let index = 0; index < 5; index += 1) await webhooks.sent(String(index));
      await webhooks.queue.collect();
      for (const taken of await webhooks.queue.take(5)) await webhooks.queue.settle(taken, DEAD);
      await webhooks.client.zadd(webhooks.keys.dead, 1000, (await webhooks.ids("dead"))[0] ?? "");
      expect(await webhooks.desk.retryDead(Date.now() + 3_600_000)).toBe(0);
      expect(await webhooks.desk.retryDead(1001)).toBe(4);
      expect(await webhooks.desk.figures()).toMatchObject({ waiting: 4, dead: 1 });
      expect((await webhooks.queue.take(10)).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1]);
    });

    it("is to look at them page by page, none twice while they come and go", async () => {
      for (let index = 0; index < 7; index += 1) await webhooks.sent(`n${index}`);
      await webhooks.queue.collect();
      for (const taken of await webhooks.queue.take(10)) await webhooks.queue.settle(taken, DELIVERED);
      const first = await webhooks.desk.list({ state: "delivered", limit: 3 });
      await webhooks.sent("new");
      await webhooks.queue.collect();
      await webhooks.queue.settle(await webhooks.takeOne(), DELIVERED);
      const cursor = first.cursor ?? "";
      const second = await webhooks.desk.list({ state: "delivered", cursor, limit: 3 });
      await webhooks.client.zrem(webhooks.keys.done, second.items.at(-1)?.id ?? "");
      const third = await webhooks.desk.list({ state: "delivered", cursor: second.cursor ?? "", limit: 3 });
      const seen = [first, second, third].flatMap(({ items }) =>
        items.map(({ notificationId }) => notificationId),
      );
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).not.toContain("new");
      expect(third).not.toHaveProperty("cursor");
      expect(first.items[0]).toEqual({
        id: expect.stringMatching(/^evt_\d+-\d+$/),
        type: "notification.sent",
        state: "delivered",
        createdMs: expect.any(Number),
        attempts: 1,
        status: 200,
        userId: "42",
        notificationId: expect.any(String),
      });
    });
  });
}
