import { describe, expect, it } from "vitest";
import { openQueue, retry, type Server, sent, work } from "../queue-fixture.ts";

/** What happens to messages whose worker falls silent. */
export function leasesSuite(server: () => Server): void {
  describe("leases", () => {
    it("bring back what a silent worker had, once, when others may claim it", async () => {
      const queue = openQueue(server());
      await queue.admit(
        queue.draft("1", { id: "tried" }),
        queue.draft("2", { id: "untried", holdUnknown: true }),
      );
      const silent = queue.worker("silent", { leaseMs: 1 });
      const { messages } = await silent.take(2);
      const other = queue.worker("other", { leaseMs: 200 });
      expect(await other.recover([], false)).toEqual({ returned: 0, unknown: 0, failed: 0 });
      await expect
        .poll(async () => await other.recover([], true))
        .toEqual({ returned: 1, unknown: 1, failed: 0 });
      expect(await other.recover([], true)).toEqual({ returned: 0, unknown: 0, failed: 0 });
      expect(await queue.desk.read("tried")).toMatchObject({
        state: "retrying",
        attempts: 1,
        reason: "lost",
      });
      expect(await queue.desk.read("untried")).toMatchObject({ state: "queued", attempts: 0 });
      expect(await silent.settle(messages.map(sent))).toEqual([false, false]);
    });

    it("are not claimed within a full lease after Redis stood still", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "x" }));
      await queue.worker("silent", { leaseMs: -1 }).take(1);
      const other = queue.worker("other", { leaseMs: 60_000 });
      await queue.client.hset(queue.keys.governor, "looked", Date.now() - 31_000);
      expect(await other.recover([], true)).toMatchObject({ returned: 0 });
      expect(await other.recover([], true)).toMatchObject({ returned: 0 });
      await queue.client.hset(queue.keys.governor, "resumed", Date.now() - 60_000);
      expect(await other.recover([], true)).toMatchObject({ unknown: 1 });
    });

    it("are prolonged for their owner only", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "x" }));
      const worker = queue.worker("one", { leaseMs: 60_000 });
      const { messages } = await worker.take(1);
      expect(await worker.renew(messages)).toEqual([true]);
      expect(await worker.renew(messages.map(({ id }) => ({ id, token: 1 })))).toEqual([false]);
      expect(await queue.worker("two").recover([], true)).toMatchObject({ returned: 0, unknown: 0 });
    });

    it("bring back at once what the owner itself does not know of", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "known" }), queue.draft("2", { id: "lost" }));
      const worker = queue.worker();
      await worker.take(2);
      expect(await worker.recover(["known"], false)).toEqual({ returned: 1, unknown: 0, failed: 0 });
      expect(await work(worker)).toEqual(["lost"]);
    });

    it("give a message up that silences every worker", async () => {
      const queue = openQueue(server());
      const silence = async (crash: number) => {
        expect((await queue.worker(`crash${crash}`, { leaseMs: -1 }).take(1)).messages).toHaveLength(1);
        // Half of this lease must not pass between two looks, however busy the machine is.
        const claimed = () => queue.worker("other", { leaseMs: 200 }).recover([], true);
        await expect
          .poll(async () => Object.values(await claimed()).some((number) => number === 1), { interval: 5 })
          .toBe(true);
      };
      await queue.admit(
        queue.draft("1", { id: "untried", holdUnknown: true }),
        queue.draft("1", { id: "next" }),
      );
      for (let crash = 0; crash < 5; crash += 1) await silence(crash);
      expect(await queue.desk.read("untried")).toMatchObject({ state: "failed", reason: "poison" });
      expect(await work(queue.worker())).toEqual(["next"]);

      await queue.admit(queue.draft("1", { id: "tried" }));
      await queue.client.hset(`${queue.keys.record}tried`, "losses", 4, "rare", 1);
      await silence(5);
      expect(await queue.desk.read("tried")).toMatchObject({ state: "failed", reason: "poison" });
    });

    it("forget the workers that fell silent as soon as one says what became of it", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "x" }));
      await queue.client.hset(`${queue.keys.record}x`, "losses", 4, "rare", 1);
      const worker = queue.worker();
      expect(await work(worker, retry(), 1)).toEqual(["x"]);
      expect(await queue.client.hget(`${queue.keys.record}x`, "losses")).toBeNull();
    });

    it("hand back in peace what was not begun", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "x" }), queue.draft("1", { id: "y" }));
      const leaving = queue.worker("leaving");
      const { messages } = await leaving.take(1);
      await leaving.settle(
        messages.map(({ id, token }) => ({ id, token, kind: "returned", reason: "released" })),
      );
      expect(await work(queue.worker())).toEqual(["x", "y"]);
    });
  });
}
