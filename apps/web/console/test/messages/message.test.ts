import { expect, it } from "vitest";
import { parseMessage, withChange } from "../../src/messages/message.ts";

const WIRE = {
  id: "order-1",
  user_id: 42,
  message: "Your order is on its way.",
  format: "html",
  silent: false,
  state: "retrying",
  via: "queue",
  priority: "urgent",
  revision: 5,
  accepted_at: "2026-11-20T10:00:00.000Z",
  changed_at: "2026-11-20T10:00:03.000Z",
  next_attempt_at: "2026-11-20T10:00:05.000Z",
  attempts: 2,
  parts_sent: 0,
  message_ids: [7, "x"],
  reason: "timeout",
  timeline: [
    { at: "2026-11-20T10:00:03.000Z", what: "unknown", attempt: 2, took_ms: 800, reason: "timeout" },
  ],
};

const CHANGE = {
  id: "order-1",
  userId: "42",
  state: "sent",
  atMs: 2_000,
  revision: 6,
  reason: undefined,
  attempt: 3,
  messageId: 8,
  via: undefined,
};

it("reads a record, with what the publisher asked for", () => {
  const message = parseMessage(WIRE);
  expect(message).toMatchObject({
    id: "order-1",
    userId: "42",
    via: "queue",
    attempts: 2,
    reason: "timeout",
  });
  expect(message?.nextAttemptAtMs).toBe(Date.parse("2026-11-20T10:00:05Z"));
  expect(message?.messageIds).toEqual([7]);
  expect(message?.options).toEqual([
    { name: "format", value: "html" },
    { name: "silent", value: false },
  ]);
  expect(message?.timeline[0]).toMatchObject({ what: "unknown", attempt: 2, tookMs: 800 });
});

it("shows what it can of a record that others wrote", () => {
  expect(parseMessage({ id: "x", state: "sent", user_id: null, timeline: "none" })).toMatchObject({
    userId: undefined,
    text: "",
    acceptedAtMs: undefined,
    timeline: [],
  });
  expect(parseMessage({ state: "sent" })).toBeUndefined();
  expect(parseMessage(null)).toBeUndefined();
});

it("takes a change of its own over, and nothing that is older or another's", () => {
  const message = parseMessage(WIRE);
  if (message === undefined) throw new Error("the record was not read");
  expect(withChange(message, CHANGE)).toMatchObject({
    state: "sent",
    reason: undefined,
    revision: 6,
    changedAtMs: 2_000,
  });
  expect(withChange(message, { ...CHANGE, revision: 5 })).toBe(message);
  expect(withChange(message, { ...CHANGE, id: "order-2" })).toBe(message);
  expect(withChange(message, undefined)).toBe(message);
});
