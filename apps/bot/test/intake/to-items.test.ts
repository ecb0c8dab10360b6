import { encodeNotification, fingerprintOf } from "@bellwire/schema";
import { describe, expect, it } from "vitest";
import { channelItem, queueItem, streamItem, toDraft } from "../../src/intake/to-items.ts";

const whole = { cut: (raw: Buffer) => raw, addressing: "direct" } as const;
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const fields = (...parts: string[]) => parts.map((part) => Buffer.from(part));
const UUID_V7 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

describe("an item of a door", () => {
  const plain = { user_id: 42, message: "hi" };
  const draft = { lane: "42", body: encodeNotification(plain), fingerprint: "", priority: "normal" };

  it("has a new id where the payload has none; the channel keeps no copy, the queue the payload", () => {
    const heard = channelItem(bytes(plain), whole);
    const queued = queueItem(bytes(plain), whole);
    expect(heard).toEqual({
      copy: undefined,
      draft: { ...draft, id: expect.stringMatching(UUID_V7) },
      generated: true,
    });
    expect(queued).toEqual({
      copy: bytes(plain),
      draft: { ...draft, id: expect.stringMatching(UUID_V7) },
      generated: true,
    });
    expect("draft" in heard && "draft" in queued && heard.draft.id < queued.draft.id).toBe(true);
  });

  it("has the id of the entry at the stream, from flat fields and from a payload alike", () => {
    const flat = streamItem({ id: "5-1", fields: fields("user_id", "42", "message", "hi") }, whole);
    const json = streamItem({ id: "5-1", fields: fields("payload", JSON.stringify(plain)) }, whole);
    expect(flat).toEqual({ copy: "5-1", draft: { ...draft, id: "5-1" }, generated: true });
    expect(json).toEqual(flat);
  });

  it("has the id that the publisher gave, and what tells whether it is the same request", () => {
    const named = { ...plain, id: "order-1" };
    const expected = {
      draft: {
        ...draft,
        id: "order-1",
        body: encodeNotification(named),
        fingerprint: fingerprintOf(named),
      },
      generated: false,
    };
    expect(channelItem(bytes(named), whole)).toEqual({ copy: undefined, ...expected });
    expect(
      streamItem({ id: "5-1", fields: fields("user_id", "42", "message", "hi", "id", "order-1") }, whole),
    ).toEqual({ copy: "5-1", ...expected });
  });

  it("carries every option that the delivery queue obeys, and all of them in its body", () => {
    const notification = {
      ...({
        id: "a",
        user_id: -7,
        message: "hi",
        priority: "urgent",
        send_at: "2026-01-31T09:00:00Z",
      } as const),
      ...({ ttl_seconds: 60, replace_key: "build", on_unknown: "hold", silent: true } as const),
    };
    expect(toDraft("a", notification, "print", "direct")).toEqual({
      ...{ id: "a", lane: "-7", priority: "urgent", dueMs: Date.UTC(2026, 0, 31, 9), ttlMs: 60_000 },
      ...{ holdUnknown: true, replaceKey: "build", fingerprint: "print" },
      body: encodeNotification(notification),
    });
  });

  it("says whom only a link can name, and what it is about", () => {
    const draft = (user_id: number | string, addressing: "direct" | "linked") =>
      toDraft("a", { user_id, message: "hi", category: "news" }, "print", addressing);
    expect(draft(42, "direct")).toMatchObject({ lane: "42", category: "news" });
    expect(draft(42, "direct").mustBeLinked).toBeUndefined();
    expect(draft("42", "direct")).toMatchObject({ lane: "42", mustBeLinked: true });
    expect(draft(42, "linked")).toMatchObject({ lane: "42", mustBeLinked: true });
  });

  it("is what is wrong with it where it is no notification", () => {
    const raw = Buffer.from("not json");
    expect(queueItem(raw, { ...whole, cut: (all) => all.subarray(0, 3) })).toEqual({
      copy: raw,
      rejected: {
        reason: "invalid_json",
        detail: expect.stringMatching(/JSON/),
        raw: Buffer.from("not"),
        bytes: 8,
      },
    });
    expect(channelItem(Buffer.alloc(0), whole)).toMatchObject({ rejected: { bytes: 0 } });
  });

  it("keeps of a malformed entry its fields, and of one with a payload just that", () => {
    const flat = streamItem({ id: "5-1", fields: fields("user_id", "0", "message", "hi") }, whole);
    expect(flat).toMatchObject({
      copy: "5-1",
      rejected: { reason: "invalid_notification", raw: Buffer.from("user_id\n0\nmessage\nhi"), bytes: 20 },
    });
    const json = streamItem({ id: "5-1", fields: fields("payload", "{") }, whole);
    expect(json).toMatchObject({ rejected: { reason: "invalid_json", raw: Buffer.from("{"), bytes: 1 } });
    expect(streamItem({ id: "5-1", fields: [] }, whole)).toMatchObject({ rejected: { bytes: 0 } });
  });
});
