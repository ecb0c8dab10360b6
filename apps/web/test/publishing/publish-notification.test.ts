import { type AcceptAnswer, type AcceptDraft, RedisUnavailableError } from "@bellwire/messaging";
import { createMetrics } from "@bellwire/runtime";
import { describe, expect, it } from "vitest";
import { createPublisher } from "../../src/publishing/publish-notification.ts";
import type { Within } from "../../src/within.ts";

const NOTE = { user_id: 42, message: "hi" };
const ACCEPTED: AcceptAnswer = { kind: "accepted", state: "accepted", receivers: 2 };
const patient: Within = (work) => work;

function publisherWith(answer: (draft: AcceptDraft) => AcceptAnswer | Error) {
  const calls: string[][] = [];
  const accept = async (drafts: readonly AcceptDraft[]) => {
    calls.push(drafts.map(({ id }) => id));
    return drafts.map((draft) => {
      const one = answer(draft);
      if (one instanceof Error) throw one;
      return one;
    });
  };
  const publisher = createPublisher({
    acceptance: { accept },
    metrics: createMetrics("test"),
    addressing: "direct",
  });
  const publish = (body: unknown, key?: string) =>
    publisher.publish(Buffer.from(JSON.stringify(body)), key, patient);
  const publishBatch = (body: unknown) =>
    publisher.publishBatch(Buffer.from(JSON.stringify(body)), false, patient);
  return { calls, publisher, publish, publishBatch };
}

describe("publish", () => {
  it("makes an id where none is given, another one each time", async () => {
    const { calls, publish } = publisherWith(() => ACCEPTED);
    const [one, two] = await Promise.all([publish(NOTE), publish(NOTE)]);
    expect(one).toEqual({
      kind: "published",
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      via: "channel",
      state: "accepted",
      receivers: 2,
    });
    expect(new Set(calls.flat()).size).toBe(2);
    expect(calls.length).toBe(1);
    expect(two).toMatchObject({ kind: "published" });
  });

  it("takes the id of the body or of the header, and refuses two that differ", async () => {
    const { calls, publish } = publisherWith(() => ACCEPTED);
    await publish({ ...NOTE, id: "a" });
    await publish(NOTE, "b");
    await publish({ ...NOTE, id: "c" }, "c");
    expect(calls.flat()).toEqual(["a", "b", "c"]);
    for (const outcome of [await publish({ ...NOTE, id: "d" }, "e"), await publish(NOTE, "not an id")])
      expect(outcome).toMatchObject({
        kind: "invalid",
        problem: { code: "invalid_notification", errors: [{ path: "id" }] },
      });
    expect(calls.flat()).toEqual(["a", "b", "c"]);
  });

  it.each<[AcceptAnswer, object]>([
    [
      { kind: "known", state: "sent", door: "queue" },
      { kind: "published", id: "a", via: "queue", state: "sent" },
    ],
    [{ kind: "mismatch" }, { kind: "mismatch" }],
    [
      { kind: "full", of: "lane" },
      { kind: "full", of: "lane" },
    ],
    [{ kind: "no_listener" }, { kind: "no_subscriber" }],
  ])("tells %j as %j", async (answer, outcome) => {
    const { publish } = publisherWith(() => answer);
    expect(await publish({ ...NOTE, id: "a" })).toEqual(outcome);
  });

  it("says nothing of receivers where nobody was to receive", async () => {
    const { publish } = publisherWith(() => ACCEPTED);
    expect(await publish({ ...NOTE, via: "stream" })).not.toHaveProperty("receivers");
  });

  it("names the id when Redis was away, also one that it made", async () => {
    const { publish } = publisherWith(() => new RedisUnavailableError("timeout", "x"));
    const outcome = { kind: "unavailable", trouble: "timeout" };
    expect(await publish({ ...NOTE, id: "a" })).toEqual({ ...outcome, id: "a" });
    expect(await publish(NOTE)).toEqual({ ...outcome, id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  });

  it("does not hide a bug", async () => {
    const { publish } = publisherWith(() => new TypeError("bug"));
    await expect(publish(NOTE)).rejects.toThrow("bug");
  });
});

describe("publishBatch", () => {
  it("lets good items through in order, whatever the others are", async () => {
    const { calls, publishBatch } = publisherWith(({ id }) => (id === "b" ? { kind: "mismatch" } : ACCEPTED));
    const batch = await publishBatch([{ ...NOTE, id: "a" }, { user_id: "" }, { ...NOTE, id: "b" }, 7]);
    expect(calls).toEqual([["a", "b"]]);
    expect(batch).toMatchObject({
      kind: "items",
      outcomes: [
        { kind: "published", id: "a" },
        { kind: "invalid" },
        { kind: "mismatch" },
        { kind: "invalid" },
      ],
    });
  });

  it("goes in pieces, one after the other, and no further once Redis did not serve one", async () => {
    let asked = 0;
    const { calls, publishBatch } = publisherWith(() => {
      asked += 1;
      return asked === 251 ? new RedisUnavailableError("disconnected", "x") : ACCEPTED;
    });
    const batch = await publishBatch(
      Array.from({ length: 600 }, (_, index) => ({ ...NOTE, id: `${index}` })),
    );
    expect(calls.map((ids) => ids.length)).toEqual([250, 250]);
    const kinds = batch.kind === "items" ? batch.outcomes.map(({ kind }) => kind) : [];
    expect(kinds.slice(0, 250).every((kind) => kind === "published")).toBe(true);
    expect(kinds.slice(250).every((kind) => kind === "unavailable")).toBe(true);
    expect(kinds.length).toBe(600);
  });

  it("says what is wrong with the whole", async () => {
    const { publishBatch } = publisherWith(() => ACCEPTED);
    expect(await publishBatch({ user_id: 42 })).toMatchObject({ kind: "invalid" });
    expect(await publishBatch([])).toEqual({ kind: "items", outcomes: [] });
  });
});
