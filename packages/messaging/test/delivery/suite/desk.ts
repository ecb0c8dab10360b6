import { describe, expect, it } from "vitest";
import type { DeliveryState } from "../../../src/delivery/model.ts";
import type { Settlement, Taken } from "../../../src/delivery/taken.ts";
import { openQueue, retry, type Server, work } from "../queue-fixture.ts";

const failed = ({ id, token }: Taken): Settlement => ({ id, token, kind: "failed", reason: "text_too_long" });

/** What a person may see and do. */
export function deskSuite(server: () => Server): void {
  describe("the desk", () => {
    it("cancels whatever waits, and nothing that is being sent or over", async () => {
      const queue = openQueue(server());
      const worker = queue.worker();
      await queue.admit(queue.draft("1", { id: "held", holdUnknown: true }));
      await work(worker, retry());
      await queue.admit(queue.draft("2", { id: "parked" }));
      await work(worker, ({ id, token }) => ({ id, token, kind: "unreachable", reason: "blocked" }));
      await queue.admit(queue.draft("3", { id: "retrying" }));
      await work(worker, retry({ delayMs: 60_000 }));
      await queue.admit(
        queue.draft("4", { id: "scheduled", dueMs: Date.now() + 60_000 }),
        queue.draft("5", { id: "busy" }),
        queue.draft("5", { id: "queued" }),
      );
      const { messages } = await worker.take(1);
      await worker.attempt(messages.map((taken) => ({ ...taken, parts: 1 })));
      await queue.acceptance.accept([{ ...queue.draft("6", { id: "accepted" }), door: "queue" }]);
      for (const id of ["held", "parked", "retrying", "scheduled", "queued", "accepted"]) {
        expect(await queue.state(id)).toBe(id);
        expect(await queue.desk.cancel(id)).toMatchObject({ kind: "cancelled", partsSent: 0 });
        expect(await queue.desk.cancel(id)).toEqual({ kind: "already_ended", state: "cancelled" });
      }
      expect(await queue.desk.cancel("busy")).toEqual({ kind: "in_flight" });
      expect(await queue.desk.cancel("nothing")).toEqual({ kind: "unknown" });
      const { states, oldestWaitingMs } = (await queue.desk.stats()) as {
        states: Record<DeliveryState, number>;
        oldestWaitingMs?: number;
      };
      expect(states).toMatchObject({
        cancelled: 6,
        queued: 0,
        held: 0,
        parked: 0,
        retrying: 0,
        scheduled: 0,
        accepted: 0,
        sending: 1,
      });
      expect(oldestWaitingMs ?? 0).toBeLessThan(5000);
      expect(await work(worker)).toEqual([]);
    });

    it("keeps a cancelled one in mind until its copy at the door is gone", async () => {
      const queue = openQueue(server(), { retention: { maxAgeMs: 0, maxRecords: 0 } });
      const draft = queue.draft("1", { id: "x" });
      await queue.acceptance.accept([{ ...draft, door: "queue" }]);
      await queue.desk.cancel("x");
      await queue.intake.housekeep(true);
      expect(await queue.state("x")).toBe("cancelled");
      await queue.lease();
      await queue.client.rename(queue.keys.queueDoor, `${queue.prefix}:queue:pending:intake`);
      expect(
        await queue.intake.admit("queue", [{ copy: draft.body, draft, generated: false }]),
      ).toMatchObject({ known: 1 });
      await queue.intake.housekeep(false);
      expect(await queue.state("x")).toBeUndefined();
    });

    it("sends again what is held, failed or expired", async () => {
      const queue = openQueue(server());
      const worker = queue.worker();
      await queue.admit(
        queue.draft("1", { id: "held", holdUnknown: true }),
        queue.draft("2", { id: "failed" }),
      );
      await work(worker, (taken) => (taken.id === "held" ? retry()(taken) : failed(taken)));
      await queue.admit(queue.draft("3", { id: "expired", ttlMs: 1 }));
      await expect
        .poll(async () => [await queue.intake.housekeep(false), await queue.state("expired")][1])
        .toBe("expired");
      for (const id of ["held", "failed", "expired"]) {
        expect(await queue.state(id)).toBe(id);
        expect(await queue.desk.resend(id)).toEqual({ kind: "done", state: "queued" });
        expect(await queue.desk.resend(id)).toEqual({ kind: "wrong_state", state: "queued" });
      }
      expect((await work(worker)).sort()).toEqual(["expired", "failed", "held"]);
      expect(await queue.desk.resend("nothing")).toEqual({ kind: "unknown" });
    });

    it("calls a held part sent, and goes on with the others", async () => {
      const queue = openQueue(server());
      const worker = queue.worker();
      await queue.admit(queue.draft("1", { id: "x", holdUnknown: true }));
      const [taken] = (await worker.take(1)).messages;
      if (taken === undefined) throw new Error("nothing taken");
      await worker.attempt([{ ...taken, parts: 2 }]);
      await worker.settle([retry()(taken)]);
      expect(await queue.desk.confirm("x")).toEqual({ kind: "done", state: "queued" });
      expect((await worker.take(1)).messages).toMatchObject([{ id: "x", partsSent: 1 }]);
      expect(await queue.desk.confirm("x")).toEqual({ kind: "wrong_state", state: "queued" });
    });

    it("keeps dead letters, retries all since a moment, and discards", async () => {
      const queue = openQueue(server());
      const worker = queue.worker();
      await queue.admit(
        queue.draft("1", { id: "x" }),
        queue.draft("1", { id: "y" }),
        queue.draft("1", { id: "z" }),
      );
      await work(worker, failed);
      expect((await queue.desk.deadLetters({ limit: 10 })).items.map(({ id }) => id).sort()).toEqual([
        "x",
        "y",
        "z",
      ]);
      expect(await queue.desk.discard("y")).toBe(true);
      expect(await queue.desk.discard("y")).toBe(false);
      expect(await queue.desk.retryDead(Date.now() + 1000)).toBe(0);
      expect(await queue.desk.retryDead(0)).toBe(2);
      expect(await work(worker)).toEqual(["x", "z"]);
      expect(await queue.desk.read("y")).toBeUndefined();
    });

    it("lists newest first, by lane and state, page by page, each once", async () => {
      const queue = openQueue(server());
      const drafts = Array.from({ length: 25 }, (_, at) =>
        queue.draft(at % 2 === 0 ? "even" : "odd", { id: `n${at}` }),
      );
      await queue.admit(...drafts);
      await work(queue.worker(), undefined, 1);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await queue.desk.list({ limit: 7, cursor });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(seen).toEqual(drafts.map(({ id }) => id).reverse());
      expect((await queue.desk.list({ limit: 100, lane: "odd" })).items).toHaveLength(12);
      expect((await queue.desk.list({ limit: 100, state: "sent" })).items.map(({ id }) => id)).toEqual([
        "n0",
      ]);
      const matches = ({ body }: { body: string }) => body.endsWith("n13");
      expect((await queue.desk.list({ limit: 100, matches })).items.map(({ id }) => id)).toEqual(["n13"]);
    });

    it("tells the history of each", async () => {
      const queue = openQueue(server());
      const worker = queue.worker();
      await queue.admit(queue.draft("1", { id: "x" }));
      await work(worker, retry(), 1);
      await work(worker, undefined, 1);
      const record = await queue.desk.read("x");
      expect(record?.timeline).toMatchObject([
        { what: "unknown", attempt: 1, part: 0, reason: "server_error" },
        { what: "sent", attempt: 2, part: 0, messageId: 7 },
      ]);
      expect(record).toMatchObject({ state: "sent", attempts: 2, tries: 2, messageIds: [7] });
    });
  });

  describe("housekeeping", () => {
    it("ends what waited too long, wherever it waits", async () => {
      const queue = openQueue(server());
      const worker = queue.worker();
      await queue.admit(queue.draft("1", { id: "held", holdUnknown: true }));
      await work(worker, retry());
      await queue.admit(queue.draft("2", { id: "parked" }));
      await work(worker, ({ id, token }) => ({ id, token, kind: "unreachable", reason: "blocked" }));
      await queue.admit(queue.draft("3", { id: "queued" }), queue.draft("3", { id: "brief", ttlMs: 1 }));
      await queue.client.zadd(queue.keys.deadlines, 1, "held", 1, "parked", 1, "queued");
      await expect
        .poll(async () => [await queue.intake.housekeep(false), await queue.state("brief")][1])
        .toBe("expired");
      const reasons = await Promise.all(["held", "parked", "queued"].map((id) => queue.desk.read(id)));
      expect(reasons.map((record) => `${record?.state} ${record?.reason}`)).toEqual([
        "failed unconfirmed",
        "failed parked_too_long",
        "failed too_old",
      ]);
      expect(await work(worker)).toEqual([]);
      expect(await queue.client.zcard(queue.keys.deadlines)).toBe(0);
    });

    it("ends a week after its acceptance what has no time of its own", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "old" }), queue.draft("1", { id: "young" }));
      const eightDaysAgo = Date.now() - 8 * 86_400_000;
      await queue.client.zadd(queue.keys.index, eightDaysAgo, "old");
      expect(await queue.intake.housekeep(false)).toMatchObject({ ended: 1 });
      expect(await queue.desk.read("old")).toMatchObject({ state: "failed", reason: "too_old" });
      expect(await queue.intake.housekeep(false)).toMatchObject({ ended: 0 });
      expect(await work(queue.worker())).toEqual(["young"]);
    });

    it("does not forget what was finished once and waits again", async () => {
      const queue = openQueue(server(), { retention: { maxAgeMs: 3_600_000, maxRecords: 0 } });
      await queue.admit(queue.draft("1", { id: "a", ttlMs: 1 }));
      await expect.poll(async () => (await queue.worker().take(1)).messages).toEqual([]);
      await expect.poll(() => queue.state("a")).toBe("expired");
      expect(await queue.desk.resend("a")).toEqual({ kind: "done", state: "queued" });
      await queue.intake.housekeep(true);
      expect(await queue.state("a")).toBe("queued");
      expect(await work(queue.worker())).toEqual(["a"]);
    });

    it("keeps nothing of a chat of which nothing is known any more", async () => {
      const queue = openQueue(server());
      await queue.chats.leave("1", "blocked");
      expect(await queue.client.hget(queue.keys.standing, "1")).toBe("----!");
      // As after 400 days.
      await queue.client.del(`${queue.keys.laneState}1`);
      await queue.intake.housekeep(false);
      expect(await queue.client.exists(queue.keys.standing)).toBe(0);
    });

    it("forgets finished records by number and age, with everything that named them", async () => {
      const queue = openQueue(server(), { retention: { maxAgeMs: 3_600_000, maxRecords: 5 } });
      await queue.admit(...Array.from({ length: 12 }, (_, at) => queue.draft("1", { id: `n${at}` })));
      const retention = { maxAgeMs: 3_600_000, maxRecords: 5 };
      await work(queue.worker("a", { retention }));
      expect((await queue.desk.list({ limit: 100 })).items.map(({ id }) => id)).toEqual([
        "n11",
        "n10",
        "n9",
        "n8",
        "n7",
      ]);
      expect(await queue.client.zcard(queue.keys.laneIndex)).toBe(5);
      expect((await queue.desk.list({ limit: 100, lane: "1" })).items).toHaveLength(5);
    });

    it("forgets all that is finished while Redis is full, but for what a door may still bring once more", async () => {
      const queue = openQueue(server());
      const ids = ["n0", "n1", "n2"];
      const again = { copy: undefined, draft: queue.draft("1", { id: "n1" }), generated: false };
      await queue.admit(...ids.map((id) => queue.draft("1", { id })));
      await work(queue.worker());
      await queue.intake.housekeep(true);
      expect((await queue.desk.list({ limit: 100 })).items).toHaveLength(3);
      expect(await queue.intake.admit("channel", [again])).toMatchObject({
        known: 1,
      });
      const elevenMinutesAgo = String(Date.now() - 660_000);
      for (const id of ids) await queue.client.hset(queue.keys.record + id, "changed", elevenMinutesAgo);
      await queue.intake.housekeep(true);
      const left = await queue.client.keys(`${queue.prefix}:*`);
      expect(
        left.filter((key) => key.startsWith(queue.keys.record) || key.startsWith(queue.keys.laneState)),
      ).toEqual([]);
    });
  });
}
