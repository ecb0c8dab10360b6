import { fingerprintOf, readBody } from "@bellwire/schema";
import { describe, expect, it } from "vitest";
import { toDraft } from "../../src/publishing/draft.ts";

const NOTE = { user_id: -100, message: "hi" };

describe("toDraft", () => {
  it("says nothing that was not asked for", () => {
    expect(toDraft({ notification: NOTE, via: "channel" }, "a", "direct")).toEqual({
      id: "a",
      lane: "-100",
      body: '{"id":"a","user_id":-100,"message":"hi"}',
      fingerprint: fingerprintOf(NOTE),
      priority: "normal",
      door: "channel",
    });
  });

  it("tells the queue what concerns it, and keeps everything in the body", () => {
    const notification = {
      ...NOTE,
      id: "given",
      priority: "bulk" as const,
      send_at: "2027-01-31T10:00:00+01:00",
      ttl_seconds: 90,
      replace_key: "build-71",
      on_unknown: "hold" as const,
      silent: true,
    };
    const draft = toDraft({ notification, via: "stream" }, "given", "direct");
    expect(draft).toMatchObject({
      id: "given",
      door: "stream",
      priority: "bulk",
      dueMs: Date.UTC(2027, 0, 31, 9),
      ttlMs: 90_000,
      replaceKey: "build-71",
      holdUnknown: true,
    });
    expect(readBody(draft.body)).toEqual(notification);
  });

  it("says whom only a link can name", () => {
    const mustBeLinked = (user_id: number | string, addressing: "direct" | "linked") =>
      toDraft({ notification: { ...NOTE, user_id }, via: "queue" }, "a", addressing).mustBeLinked;
    expect(mustBeLinked(42, "direct")).toBeUndefined();
    expect(mustBeLinked("42", "direct")).toBe(true);
    expect(mustBeLinked(42, "linked")).toBe(true);
  });

  it("gives the same request the same fingerprint, whatever its id", () => {
    const [one, two] = ["1", "2"].map((id) => toDraft({ notification: NOTE, via: "queue" }, id, "direct"));
    expect(one?.fingerprint).toBe(two?.fingerprint);
  });
});
