import { describe, expect, it } from "vitest";
import { openQueue, retry, type Server, sent, work } from "../queue-fixture.ts";

/** What the way out of the queue promises. */
export function sendingSuite(server: () => Server): void {
  describe("lanes", () => {
    it("give one message at a time, in order, and all lanes beside each other", async () => {
      const queue = openQueue(server());
      await queue.admit(
        queue.draft("1", { id: "a1" }),
        queue.draft("1", { id: "a2" }),
        queue.draft("2", { id: "b1" }),
      );
      const worker = queue.worker();
      const { messages } = await worker.take(10);
      expect(messages.map(({ id, lane, body }) => [id, lane, body])).toEqual([
        ["a1", "1", "body of a1"],
        ["b1", "2", "body of b1"],
      ]);
      expect((await worker.take(10)).messages).toEqual([]);
      await worker.attempt(messages.map(({ id, token }) => ({ id, token, parts: 1 })));
      expect(await worker.settle(messages.map(sent))).toEqual([true, true]);
      expect((await worker.take(10)).messages.map(({ id }) => id)).toEqual(["a2"]);
    });

    it("let urgent overtake normal overtake bulk, within a lane and between lanes", async () => {
      const queue = openQueue(server());
      await queue.admit(
        queue.draft("2", { id: "bulk", priority: "bulk" }),
        queue.draft("2", { id: "normal" }),
        // Of lanes that were ready in the same millisecond the first by name goes first.
        queue.draft("1", { id: "other" }),
        queue.draft("2", { id: "urgent", priority: "urgent" }),
      );
      expect(await work(queue.worker(), sent, 1)).toEqual(["urgent"]);
      expect(await work(queue.worker())).toEqual(["other", "normal", "bulk"]);
    });

    it("keep a tenth for normal and for bulk under a flood of urgent", async () => {
      const queue = openQueue(server());
      const flood = Array.from({ length: 60 }, (_, at) => queue.draft(`u${at}`, { priority: "urgent" }));
      const normal = Array.from({ length: 20 }, (_, at) => queue.draft(`n${at}`, { id: `normal${at}` }));
      const bulk = Array.from({ length: 20 }, (_, at) =>
        queue.draft(`b${at}`, { id: `bulk${at}`, priority: "bulk" }),
      );
      await queue.admit(...bulk, ...normal, ...flood);
      const first = await work(queue.worker(), sent, 50);
      expect(first.filter((id) => id.startsWith("bulk")).length).toBeGreaterThanOrEqual(5);
      expect(first.filter((id) => id.startsWith("normal")).length).toBeGreaterThanOrEqual(5);
      expect(first.filter((id) => id.startsWith("m")).length).toBeGreaterThanOrEqual(35);
    });

    it("say when to ask again", async () => {
      const queue = openQueue(server());
      expect((await queue.worker().take(1)).waitMs).toBe(Number.POSITIVE_INFINITY);
      await queue.admit(queue.draft("1", { dueMs: Date.now() + 60_000 }));
      const { messages, waitMs } = await queue.worker().take(1);
      expect(messages).toEqual([]);
      expect(waitMs).toBeGreaterThan(50_000);
    });
  });

  describe("an attempt", () => {
    it("is counted once, however often it is noted, and refused to a former owner", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "x", holdUnknown: true }));
      const worker = queue.worker();
      const { messages } = await worker.take(1);
      const claims = messages.map(({ id, token }) => ({ id, token, parts: 1 }));
      expect(await worker.attempt(claims)).toEqual([true]);
      expect(await worker.attempt(claims)).toEqual([true]);
      expect(await queue.desk.read("x")).toMatchObject({ state: "sending", attempts: 1, tries: 1 });
      const former = claims.map((claim) => ({ ...claim, token: claim.token - 1 }));
      expect(await worker.attempt(former)).toEqual([false]);
    });

    it("is noted when a plain message of one part is given, and only then", async () => {
      const queue = openQueue(server());
      await queue.admit(
        queue.draft("1", { id: "plain" }),
        queue.draft("2", { id: "held", holdUnknown: true }),
        queue.draft("3", { id: "long", body: "x".repeat(4097) }),
      );
      const worker = queue.worker();
      const { messages } = await worker.take(3);
      expect(messages.map(({ id, attempted }) => [id, attempted])).toEqual([
        ["plain", true],
        ["held", false],
        ["long", false],
      ]);
      expect(await queue.desk.cancel("plain")).toMatchObject({ kind: "in_flight" });
      expect(await queue.desk.read("plain")).toMatchObject({ state: "sending", attempts: 1 });
      expect(await queue.desk.read("long")).toMatchObject({ state: "queued", attempts: 0 });
      const returned = messages.map(
        ({ id, token }) => ({ id, token, kind: "returned", reason: "x" }) as const,
      );
      expect(await worker.settle(returned)).toEqual([true, true, true]);
      expect(await queue.desk.read("plain")).toMatchObject({ state: "queued", attempts: 0 });
    });

    it("is refused for what was cancelled", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "x", holdUnknown: true }), queue.draft("1", { id: "y" }));
      const worker = queue.worker();
      const [taken] = (await worker.take(1)).messages;
      if (taken === undefined) throw new Error("nothing taken");
      expect(await queue.desk.cancel("x")).toMatchObject({ kind: "cancelled", partsSent: 0 });
      expect(await worker.attempt([{ ...taken, parts: 1 }])).toEqual([false]);
      expect(await worker.settle([sent(taken)])).toEqual([false]);
      expect(await work(worker)).toEqual(["y"]);
    });
  });

  describe("settling", () => {
    it("answers the same when it is repeated, and refuses a former owner", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "x" }));
      const worker = queue.worker();
      const [taken] = (await worker.take(1)).messages;
      if (taken === undefined) throw new Error("nothing taken");
      await worker.attempt([{ ...taken, parts: 1 }]);
      expect(await worker.settle([sent({ ...taken, token: taken.token - 1 })])).toEqual([false]);
      expect(await worker.settle([sent(taken)])).toEqual([true]);
      expect(await worker.settle([sent(taken)])).toEqual([true]);
      expect(await queue.desk.read("x")).toMatchObject({
        state: "sent",
        messageIds: [7],
        revision: 3,
        partsSent: 1,
      });
      expect(await queue.events()).toEqual(["x queued", "x sending", "x sent"]);
    });

    it("brings a message back in its place, and after its delay", async () => {
      const queue = openQueue(server());
      await queue.admit(
        queue.draft("1", { id: "x" }),
        queue.draft("1", { id: "y" }),
        queue.draft("2", { id: "z" }),
      );
      const worker = queue.worker();
      const failing = (taken: Parameters<typeof sent>[0]) =>
        taken.id === "x" ? retry({ delayMs: 50 })(taken) : sent(taken);
      expect(await work(worker, failing)).toEqual(["x", "z"]);
      expect(await queue.desk.read("x")).toMatchObject({
        state: "retrying",
        attempts: 1,
        reason: "server_error",
      });
      await expect.poll(() => work(worker), { timeout: 2000 }).toEqual(["x", "y"]);
    });

    it("does not count what was provably not sent, nor what was sent too early", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "x" }));
      const worker = queue.worker();
      expect(await work(worker, retry({ counted: false, unknown: false }), 1)).toEqual(["x"]);
      expect(
        await work(worker, ({ id, token }) => ({ id, token, kind: "limited", retryAfterMs: 0 }), 1),
      ).toEqual(["x"]);
      expect(
        await work(worker, ({ id, token }) => ({ id, token, kind: "returned", reason: "unauthorized" }), 1),
      ).toEqual(["x"]);
      expect(await queue.desk.read("x")).toMatchObject({ state: "queued", attempts: 0, tries: 3 });
    });

    it("lets nothing of the lane pass what was begun, and urgent what was not", async () => {
      const queue = openQueue(server());
      const urgent = (id: string) => queue.draft("1", { id, priority: "urgent" });
      await queue.admit(queue.draft("1", { id: "begun" }));
      const worker = queue.worker();
      await work(worker, retry(), 1);
      await queue.admit(urgent("u1"));
      expect(await work(worker)).toEqual(["begun", "u1"]);
      await queue.admit(queue.draft("1", { id: "fresh" }));
      await work(worker, retry({ counted: false, unknown: false }), 1);
      await queue.admit(urgent("u2"));
      expect(await work(worker)).toEqual(["u2", "fresh"]);
    });

    it("sends a long message in parts, one after the other, before anything else of its lane", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "long" }), queue.draft("1", { id: "next" }));
      const worker = queue.worker();
      const parts: number[] = [];
      const inParts = (taken: Parameters<typeof sent>[0]) => {
        if (taken.id === "long") parts.push(taken.partsSent);
        const { id, token, partsSent } = taken;
        return { id, token, kind: "sent", messageId: partsSent + 1, parts: id === "long" ? 3 : 1 } as const;
      };
      expect(await work(worker, inParts)).toEqual(["long", "long", "long", "next"]);
      expect(parts).toEqual([0, 1, 2]);
      const ofLong = (await queue.events()).filter((event) => event.startsWith("long"));
      expect(ofLong).toEqual(["long queued", "long sending", "long sending", "long sending", "long sent"]);
      expect(await queue.desk.read("long")).toMatchObject({
        state: "sent",
        messageIds: [1, 2, 3],
        parts: 3,
        partsSent: 3,
      });
    });

    it("holds what may have been sent, if it was asked for, and goes on with the lane", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "x", holdUnknown: true }), queue.draft("1", { id: "y" }));
      const worker = queue.worker();
      expect(await work(worker, (taken) => (taken.id === "x" ? retry()(taken) : sent(taken)))).toEqual([
        "x",
        "y",
      ]);
      expect(await queue.state("x")).toBe("held");
    });

    it("parks a lane whose person cannot be reached, and releases it in order", async () => {
      const queue = openQueue(server());
      await queue.admit(
        queue.draft("1", { id: "x" }),
        queue.draft("1", { id: "y" }),
        queue.draft("1", { id: "z", priority: "urgent" }),
      );
      const worker = queue.worker();
      const blocked = ({ id, token }: { id: string; token: number }) =>
        ({ id, token, kind: "unreachable", reason: "blocked" }) as const;
      expect(await work(worker, blocked)).toEqual(["z"]);
      await queue.admit(queue.draft("1", { id: "later" }));
      for (const id of ["x", "y", "z", "later"]) expect(await queue.state(id)).toBe("parked");
      expect((await queue.desk.stats()).states).toMatchObject({ parked: 4, queued: 0, sending: 0 });
      expect(await queue.chats.back("1", "message")).toBe(4);
      expect(await work(worker)).toEqual(["z", "x", "y", "later"]);
      expect((await queue.desk.stats()).states).toMatchObject({ parked: 0, queued: 0, sent: 4 });
    });

    it("parks nobody who came back while the attempt was under way", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "x" }));
      const worker = queue.worker();
      const [taken] = (await worker.take(1)).messages;
      if (taken === undefined) throw new Error("nothing taken");
      await worker.attempt([{ ...taken, parts: 1 }]);
      await queue.chats.back("1", "message");
      await worker.settle([{ ...taken, kind: "unreachable", reason: "blocked" }]);
      expect(await queue.state("x")).toBe("queued");
      const blocked = (again: Parameters<typeof sent>[0]) =>
        ({ ...again, kind: "unreachable", reason: "blocked" }) as const;
      expect(await work(worker, blocked)).toEqual(["x"]);
      expect(await queue.state("x")).toBe("parked");
    });

    it("follows a lane to its new name, and remembers it", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("-1", { id: "x" }), queue.draft("-1", { id: "y" }));
      const worker = queue.worker();
      await work(worker, ({ id, token }) => ({ id, token, kind: "migrated", lane: "-100" }), 1);
      await queue.admit(queue.draft("-1", { id: "z" }));
      const lanes: string[] = [];
      const noting = (taken: Parameters<typeof sent>[0]) => {
        lanes.push(taken.lane);
        return sent(taken);
      };
      expect(await work(worker, noting)).toEqual(["x", "y", "z"]);
      expect(lanes).toEqual(["-100", "-100", "-100"]);
      expect(await queue.desk.read("x")).toMatchObject({ lane: "-1", state: "sent", attempts: 1 });
    });
  });
}
