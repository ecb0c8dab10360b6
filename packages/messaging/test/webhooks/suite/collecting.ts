import { beforeEach, describe, expect, it } from "vitest";
import { DELIVERED, openWebhooks, type Server, type Webhooks } from "../webhook-fixture.ts";

/** How events become calls. */
export function collectingSuite(server: () => Server): void {
  describe("collecting", () => {
    let webhooks: Webhooks;
    beforeEach(async () => {
      webhooks = await openWebhooks(server());
    });

    it("makes one delivery of each event that is told, and none of the others", async () => {
      for (const state of [
        "accepted",
        "queued",
        "sending",
        "retrying",
        "sent",
        "failed",
        "parked",
        "expired",
      ])
        await webhooks.sent(`is-${state}`, { state });
      for (const event of ["linked", "unlinked", "suspended", "returned", "replied", "preferences"])
        await webhooks.tell({ event, user_id: "ann", chat_id: "7", at_ms: "1700000000000" });
      await webhooks.tell({ something: "of a stranger" });
      expect(await webhooks.queue.collect()).toEqual({ made: 6, missed: 0, more: false });
      const types = (await webhooks.queue.take(10)).map(({ type }) => type);
      expect([...types].sort()).toEqual([
        "notification.failed",
        "notification.parked",
        "notification.sent",
        "recipient.linked",
        "recipient.replied",
        "recipient.unlinked",
      ]);
    });

    it("names a delivery by its event, and keeps what that said", async () => {
      const entry = await webhooks.sent("order-1", { message_id: "12", attempt: "2" });
      const reply = await webhooks.replied('"Where"\n is it? ✈');
      await webhooks.queue.collect();
      const taken = await webhooks.queue.take(10);
      expect(taken.find(({ id }) => id === `evt_${entry}`)).toMatchObject({
        type: "notification.sent",
        attempts: 1,
        event: { entryId: entry, id: "order-1", lane: "42", state: "sent", messageId: 12, attempt: 2 },
      });
      expect(taken.find(({ id }) => id === `evt_${reply}`)).toMatchObject({
        type: "recipient.replied",
        event: { event: "replied", userId: "ann", chatId: "7", text: '"Where"\n is it? ✈', messageId: 9 },
      });
    });

    it("says nothing of what was before it was set up", async () => {
      await webhooks.client.del(webhooks.keys.position);
      await webhooks.sent("before");
      expect(await webhooks.queue.collect()).toMatchObject({ made: 0 });
      const entry = await webhooks.sent("after");
      expect(await webhooks.queue.collect()).toMatchObject({ made: 1 });
      expect(await webhooks.ids("waiting")).toEqual([`evt_${entry}`]);
    });

    it("makes each once, however many collect at a time", async () => {
      for (let index = 0; index < 1200; index += 1) void webhooks.sent(String(index));
      await webhooks.sent("last");
      const collectors = Array.from({ length: 10 }, () => webhooks.open());
      let more = true;
      while (more) {
        const rounds = await Promise.all(collectors.map((one) => one.collect()));
        more = rounds.some((round) => round.more);
      }
      expect(await webhooks.desk.figures()).toMatchObject({ waiting: 1201, missed: 0 });
    });

    it("counts what was trimmed before it was read, exactly", async () => {
      await webhooks.sent("read");
      await webhooks.queue.collect();
      for (let index = 0; index < 5; index += 1) await webhooks.sent(`gone-${index}`);
      await webhooks.sent("kept");
      await webhooks.client.xtrim(webhooks.keys.events, "MAXLEN", 1);
      expect(await webhooks.queue.collect()).toEqual({ made: 1, missed: 5, more: false });
      await webhooks.sent("next");
      expect(await webhooks.queue.collect()).toEqual({ made: 1, missed: 0, more: false });
      await webhooks.sent("gone, too");
      await webhooks.client.xtrim(webhooks.keys.events, "MAXLEN", 0);
      await webhooks.sent("kept, too");
      await webhooks.queue.collect();
      expect(await webhooks.desk.figures()).toMatchObject({ waiting: 4, missed: 6 });
    });

    it("goes on when the stream was set back", async () => {
      await webhooks.client.hset(webhooks.keys.position, "entry", "9999999999999-0");
      await webhooks.sent("behind");
      await webhooks.queue.collect();
      const entry = await webhooks.sent("after");
      expect(await webhooks.queue.collect()).toMatchObject({ made: 1 });
      expect(await webhooks.ids("waiting")).toEqual([`evt_${entry}`]);
    });

    it("leaves in the stream what there is no room for", async () => {
      const fill = "for at = 1, 99999 do redis.call('ZADD', KEYS[1], ARGV[1], 'filled' .. at) end";
      await webhooks.client.eval(fill, 1, webhooks.keys.due, Date.now() + 3_600_000);
      for (const id of ["one", "two", "three"]) await webhooks.sent(id);
      expect(await webhooks.queue.collect()).toEqual({ made: 1, missed: 0, more: false });
      expect(await webhooks.queue.collect()).toEqual({ made: 0, missed: 0, more: false });
      await webhooks.queue.settle(await webhooks.takeOne(), DELIVERED);
      expect(await webhooks.queue.collect()).toMatchObject({ made: 1 });
    });

    it("is refused while Redis is full, and loses nothing by that; what drains is not", async () => {
      await webhooks.sent("one");
      await webhooks.queue.collect();
      await webhooks.sent("two");
      await webhooks.client.config("SET", "maxmemory", "1");
      try {
        await expect(webhooks.queue.collect()).rejects.toMatchObject({ trouble: "full" });
        expect(await webhooks.queue.settle(await webhooks.takeOne(), DELIVERED)).toBe(true);
      } finally {
        await webhooks.client.config("SET", "maxmemory", "0");
      }
      expect(await webhooks.queue.collect()).toMatchObject({ made: 1, missed: 0 });
    });
  });
}
