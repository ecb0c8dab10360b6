import { describe, expect, it } from "vitest";
import type { AcceptDraft } from "../../../src/delivery/acceptance.ts";
import type { IntakeItem } from "../../../src/delivery/delivery-intake.ts";
import type { Draft } from "../../../src/delivery/model.ts";
import { redisKeys } from "../../../src/keys.ts";
import { openQueue, type Queue, retry, type Server, work } from "../queue-fixture.ts";

const viaQueue = (draft: Draft): AcceptDraft => ({ ...draft, door: "queue" });
const fromQueue = (draft: Draft, generated = false): IntakeItem => ({ copy: draft.body, draft, generated });

/** Puts payloads where the intake holds what it took from the queue door. */
async function pending(queue: Queue, ...payloads: string[]): Promise<void> {
  await queue.client.lpush(redisKeys(queue.prefix).queuePending("intake"), ...payloads);
}

/** Puts `payload` on the stream door and reads it as the intake does. Resolves with the entry's id. */
async function entry(queue: Queue, payload: string): Promise<string> {
  const { streamDoor } = queue.keys;
  await queue.client.xgroup("CREATE", streamDoor, "bot", "0", "MKSTREAM").catch(() => {});
  const id = await queue.client.xadd(streamDoor, "*", "payload", payload);
  await queue.client.xreadgroup("GROUP", "bot", "intake", "STREAMS", streamDoor, ">");
  return String(id);
}

/** What the way into the queue promises. */
export function admissionSuite(server: () => Server): void {
  describe("accepting", () => {
    it("writes record, event and door copy together, once for one id", async () => {
      const queue = openQueue(server());
      const draft = viaQueue(queue.draft("42", { id: "x" }));
      expect(await queue.acceptance.accept([draft, draft])).toEqual([
        { kind: "accepted", state: "accepted", receivers: 0 },
        { kind: "known", state: "accepted", door: "queue" },
      ]);
      expect(await queue.acceptance.accept([{ ...draft, fingerprint: "another" }])).toEqual([
        { kind: "mismatch" },
      ]);
      expect(await queue.client.lrange(queue.keys.queueDoor, 0, -1)).toEqual(["body of x"]);
      expect(await queue.desk.read("x")).toMatchObject({
        state: "accepted",
        door: "queue",
        lane: "42",
        revision: 1,
      });
      expect(await queue.events()).toEqual(["x accepted"]);
    });

    it("appends to the stream, and says who listens on the channel", async () => {
      const queue = openQueue(server());
      const [viaStream, viaChannel] = await queue.acceptance.accept([
        { ...queue.draft("1"), door: "stream", body: "to the stream" },
        { ...queue.draft("1", { id: "unheard" }), door: "channel" },
      ]);
      expect(viaStream).toMatchObject({ kind: "accepted" });
      expect(viaChannel).toEqual({ kind: "no_listener" });
      expect(await queue.desk.read("unheard")).toBeUndefined();
      const [entry] = await queue.client.xrange(queue.keys.streamDoor, "-", "+");
      expect(entry?.[1]).toEqual(["payload", "to the stream"]);
    });

    it("refuses what is too much, in all and for one lane", async () => {
      const queue = openQueue(server(), { maxWaiting: 20 });
      await queue.admit(queue.draft("1"), queue.draft("1"));
      const drafts = Array.from({ length: 19 }, (_, at) => viaQueue(queue.draft(`9${at}`)));
      const answers = await queue.acceptance.accept([viaQueue(queue.draft("1")), ...drafts]);
      expect(answers[0]).toEqual({ kind: "full", of: "lane" });
      expect(answers.at(-2)).toMatchObject({ kind: "accepted" });
      expect(answers.at(-1)).toEqual({ kind: "full", of: "all" });
    });
  });

  describe("admitting", () => {
    it("does nothing without the lease", async () => {
      const queue = openQueue(server());
      await queue.lease("another");
      const item: IntakeItem = { copy: undefined, draft: queue.draft("1", { id: "x" }), generated: false };
      expect(await queue.intake.admit("channel", [item])).toEqual({ kind: "lost" });
      expect(await queue.intake.sweepAccepted(0)).toEqual({ lost: true });
      expect(await queue.desk.read("x")).toBeUndefined();
    });

    it("does a call that follows another only after that one, done in full", async () => {
      const queue = openQueue(server(), { maxWaiting: 2 });
      await queue.lease();
      const items = (...ids: string[]): IntakeItem[] =>
        ids.map((id) => ({ copy: undefined, draft: queue.draft(id, { id }), generated: false }));
      const outOfTurn = { kind: "out_of_turn" };
      expect(await queue.intake.admit("channel", items("b"), { call: 2, after: 1 })).toEqual(outOfTurn);
      expect(await queue.intake.admit("channel", items("a"), { call: 1 })).toMatchObject({ admitted: 1 });
      expect(await queue.intake.admit("queue", items("b"), { call: 2, after: 1 })).toEqual(outOfTurn);
      expect(await queue.intake.admit("channel", items("b"), { call: 2, after: 1 })).toMatchObject({
        admitted: 1,
      });
      expect(await queue.intake.admit("channel", items("b"), { call: 2, after: 1 })).toEqual(outOfTurn);
      await pending(queue, "c");
      const full = [fromQueue(queue.draft("c", { id: "c", body: "c" }), true)];
      expect(await queue.intake.admit("queue", full, { call: 3 })).toMatchObject({ handled: 0 });
      expect(await queue.intake.admit("queue", full, { call: 4, after: 3 })).toEqual(outOfTurn);
      expect(await work(queue.worker())).toEqual(["a", "b"]);
    });

    it("knows what it named itself when that is given again, because an answer was lost", async () => {
      const queue = openQueue(server());
      await queue.lease();
      const draft = queue.draft("1", { id: "a", fingerprint: "" });
      const items: IntakeItem[] = [{ copy: undefined, draft, generated: true }];
      expect(await queue.intake.admit("channel", items)).toMatchObject({ admitted: 1 });
      expect(await queue.intake.admit("channel", items)).toMatchObject({ known: 1, mismatched: 0 });
      expect(await work(queue.worker())).toEqual(["a"]);
    });

    it("does nothing of a call that comes after a later one, however sure its caller was that all is new", async () => {
      const queue = openQueue(server());
      await queue.lease();
      const draft = queue.draft("1", { id: "a", fingerprint: "" });
      const items: IntakeItem[] = [{ copy: undefined, draft, generated: true }];
      const fresh = { call: 1, fresh: true };
      expect(await queue.intake.admit("channel", items, { call: 2 })).toMatchObject({ admitted: 1 });
      expect(await queue.intake.admit("channel", items, fresh)).toEqual({ kind: "out_of_turn" });
      expect(await queue.intake.admit("channel", items, { call: 3 })).toMatchObject({ known: 1 });
      expect(await work(queue.worker())).toEqual(["a"]);
    });

    it("works under any prefix", async () => {
      const { prefix, ...rest } = server();
      const queue = openQueue({ ...rest, prefix: `${prefix}o'brien\\n\n"--` });
      await queue.admit(queue.draft("1", { id: "a" }));
      expect(await work(queue.worker())).toEqual(["a"]);
      expect((await queue.desk.list({ lane: "1", limit: 10 })).items).toMatchObject([{ state: "sent" }]);
    });

    it("removes the door's copy in the same step, and skips what was not there any more", async () => {
      const queue = openQueue(server());
      await queue.lease();
      const [one, two] = [queue.draft("1", { id: "one" }), queue.draft("1", { id: "two" })];
      await pending(queue, one.body, two.body, "left");
      const items = [fromQueue(one, true), fromQueue(two, true)];
      expect(await queue.intake.admit("queue", items)).toMatchObject({ handled: 2, admitted: 2, gone: 0 });
      expect(await queue.intake.admit("queue", items)).toMatchObject({ handled: 2, admitted: 0, gone: 2 });
      expect(await queue.client.lrange(redisKeys(queue.prefix).queuePending("intake"), 0, -1)).toEqual([
        "left",
      ]);
      expect(await work(queue.worker())).toEqual(["one", "two"]);
    });

    it("acknowledges entries of the stream, each once", async () => {
      const queue = openQueue(server());
      await queue.lease();
      const copy = await entry(queue, "hello");
      const items: IntakeItem[] = [{ copy, draft: queue.draft("1", { id: copy }), generated: true }];
      expect(await queue.intake.admit("stream", items)).toMatchObject({ admitted: 1 });
      expect(await queue.intake.admit("stream", items)).toMatchObject({ admitted: 0, gone: 1 });
      expect(await queue.client.xpending(queue.keys.streamDoor, "bot")).toEqual([0, null, null, null]);
    });

    it("takes an id once, whatever door it comes by, and keeps another body under it in the quarantine", async () => {
      const queue = openQueue(server());
      const draft = queue.draft("1", { id: "x" });
      expect(await queue.admit(draft)).toMatchObject({ admitted: 1 });
      await pending(queue, "again", "changed");
      const again: IntakeItem = { copy: "again", draft, generated: false };
      const changed: IntakeItem = {
        copy: "changed",
        draft: { ...draft, fingerprint: "other" },
        generated: false,
      };
      expect(await queue.intake.admit("queue", [again, changed])).toMatchObject({
        known: 1,
        mismatched: 1,
        handled: 2,
      });
      const [entry] = await queue.client.xrange(queue.keys.quarantine, "-", "+");
      expect(entry?.[1].slice(0, 4)).toEqual(["door", "queue", "reason", "idempotency_mismatch"]);
      expect(await work(queue.worker())).toEqual(["x"]);
      expect(await queue.admit(draft)).toMatchObject({ known: 1 });
      expect(await work(queue.worker())).toEqual([]);
    });

    it("gives another id to what came without one, when its name is taken", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "taken" }));
      await pending(queue, "mine");
      const item: IntakeItem = { copy: "mine", draft: queue.draft("2", { id: "taken" }), generated: true };
      expect(await queue.intake.admit("queue", [item])).toMatchObject({ admitted: 1 });
      expect(await work(queue.worker())).toHaveLength(2);
    });

    it("keeps what is malformed in the quarantine and removes it from the door", async () => {
      const queue = openQueue(server());
      await queue.lease();
      await pending(queue, "{broken", "");
      const rejected = { reason: "invalid_json", detail: "words", raw: Buffer.from("{broken"), bytes: 7 };
      expect(await queue.intake.admit("queue", [{ copy: "", rejected }])).toMatchObject({
        rejected: 1,
        handled: 1,
      });
      expect(await queue.intake.admit("queue", [{ copy: "{broken", rejected }])).toMatchObject({
        rejected: 1,
        handled: 1,
      });
      expect(await queue.client.xlen(queue.keys.quarantine)).toBe(2);
      expect(await queue.client.llen(redisKeys(queue.prefix).queuePending("intake"))).toBe(0);
    });

    it("leaves at the doors what is too much, drops it on the channel, and ends what is too much for one lane", async () => {
      const queue = openQueue(server(), { maxWaiting: 20 });
      expect(await queue.admit(queue.draft("1"), queue.draft("1"), queue.draft("1"))).toMatchObject({
        admitted: 2,
        dead: 1,
      });
      expect(await queue.desk.read("m3")).toMatchObject({ state: "failed", reason: "queue_full" });
      await queue.admit(...Array.from({ length: 18 }, (_, at) => queue.draft(`9${at}`)));
      expect(await queue.admit(queue.draft("8"))).toMatchObject({ handled: 1, dropped: 1 });
      await pending(queue, "waits");
      const item: IntakeItem = { copy: "waits", draft: queue.draft("8"), generated: false };
      expect(await queue.intake.admit("queue", [item])).toMatchObject({ handled: 0, admitted: 0 });
      expect(await queue.client.llen(redisKeys(queue.prefix).queuePending("intake"))).toBe(1);
    });

    it("waits for its time, and not longer than it is wanted", async () => {
      const queue = openQueue(server());
      await queue.admit(
        queue.draft("1", { id: "later", dueMs: Date.now() + 150 }),
        queue.draft("1", { id: "brief", ttlMs: 1 }),
        queue.draft("1", { id: "long", ttlMs: 60_000 }),
      );
      expect(await queue.state("later")).toBe("scheduled");
      await expect.poll(async () => await work(queue.worker())).toEqual(["long"]);
      expect(await queue.desk.read("brief")).toMatchObject({ state: "expired", reason: "ttl" });
      await expect.poll(async () => await work(queue.worker())).toEqual(["later"]);
    });

    it("ends an earlier one of the same replace key, unless it was begun", async () => {
      const queue = openQueue(server());
      const draft = (id: string) => queue.draft("1", { id, replaceKey: "status" });
      await queue.admit(draft("first"), draft("second"));
      expect(await queue.state("first")).toBe("superseded");
      const worker = queue.worker();
      expect(await work(worker, retry(), 1)).toEqual(["second"]);
      await queue.admit(draft("third"));
      expect(await work(worker)).toEqual(["second", "third"]);
    });
  });

  describe("sweeping", () => {
    it("admits what web accepted by the channel and nobody heard, in order, and not what is at other doors", async () => {
      const queue = openQueue(server());
      await queue.lease();
      await hear(queue, async () => {
        const drafts = ["x", "y", "z"].map((id) => queue.draft("1", { id }));
        await queue.acceptance.accept(drafts.map((draft) => ({ ...draft, door: "channel" })));
      });
      await queue.acceptance.accept([viaQueue(queue.draft("1", { id: "q" }))]);
      expect(await queue.admit(queue.draft("1", { id: "x" }))).toMatchObject({ admitted: 1 });
      expect(await queue.intake.sweepAccepted(60_000)).toEqual({
        lost: false,
        admitted: 0,
        unclaimed: 0,
        more: false,
      });
      expect(await queue.intake.sweepAccepted(0)).toEqual({
        lost: false,
        admitted: 2,
        unclaimed: 0,
        more: false,
      });
      expect(await queue.admit(queue.draft("1", { id: "y" }))).toMatchObject({ known: 1, admitted: 0 });
      expect(await work(queue.worker())).toEqual(["x", "y", "z"]);
      expect(await queue.state("q")).toBe("accepted");
    });

    it("ends what nobody claimed for a minute", async () => {
      const queue = openQueue(server());
      await queue.lease();
      const draft = queue.draft("1", { id: "x" });
      await hear(queue, () => queue.acceptance.accept([{ ...draft, door: "channel" }]));
      await queue.client.hincrby(`${queue.keys.record}x`, "accepted", -61_000);
      expect(await queue.intake.sweepAccepted(0)).toMatchObject({ unclaimed: 1, admitted: 0 });
      expect(await queue.desk.read("x")).toMatchObject({ state: "expired", reason: "unclaimed" });
    });
  });
}

/** Runs `act` while somebody listens as a bot does. */
async function hear(queue: Queue, act: () => Promise<unknown>): Promise<void> {
  const listener = queue.client.duplicate();
  await listener.subscribe(redisKeys(queue.prefix).botsChannel);
  await act();
  listener.disconnect();
}
