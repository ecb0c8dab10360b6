import type { DeliveryRecord } from "@bellwire/messaging";
import { describe, expect, it } from "vitest";
import { toNotificationView } from "../../src/records/notification-view.ts";

const AT_MS = Date.UTC(2027, 0, 31, 9);
const AT = "2027-01-31T09:00:00.000Z";

function record(fields: Partial<DeliveryRecord> = {}): DeliveryRecord {
  return {
    id: "a",
    lane: "42",
    chat: "42",
    copies: [],
    body: '{"id":"a","user_id":42,"message":"hi"}',
    state: "queued",
    revision: 2,
    door: "stream",
    priority: "normal",
    acceptedMs: AT_MS,
    changedMs: AT_MS + 1,
    attempts: 0,
    tries: 0,
    partsSent: 0,
    messageIds: [],
    holdUnknown: false,
    timeline: [],
    ...fields,
  };
}

describe("toNotificationView", () => {
  it("shows what there is, and nothing of what there is not", () => {
    expect(toNotificationView(record())).toEqual({
      id: "a",
      user_id: 42,
      chat_id: 42,
      message: "hi",
      state: "queued",
      via: "stream",
      priority: "normal",
      revision: 2,
      accepted_at: AT,
      changed_at: "2027-01-31T09:00:00.001Z",
      attempts: 0,
      parts_sent: 0,
      message_ids: [],
      timeline: [],
    });
  });

  it("shows options as they were written, and what became of it", () => {
    const body =
      '{"id":"a","user_id":42,"message":"hi","priority":"bulk","send_at":"2027-01-31T10:00+01:00","silent":true}';
    const view = toNotificationView(
      record({
        body,
        priority: "bulk",
        state: "retrying",
        reason: "server_error",
        dueMs: AT_MS,
        expiresMs: AT_MS + 60_000,
        nextMs: AT_MS + 2000,
        attempts: 2,
        tries: 3,
        parts: 2,
        partsSent: 1,
        messageIds: [77, 78],
        timeline: [
          { atMs: AT_MS, what: "unknown", attempt: 1, part: 1, tookMs: 20, reason: "timeout" },
          { atMs: AT_MS, what: "sent", messageId: 77 },
        ],
      }),
    );
    expect(view).toMatchObject({
      priority: "bulk",
      send_at: "2027-01-31T10:00+01:00",
      silent: true,
      reason: "server_error",
      expires_at: "2027-01-31T09:01:00.000Z",
      next_attempt_at: "2027-01-31T09:00:02.000Z",
      attempts: 2,
      parts: 2,
      parts_sent: 1,
      message_id: 77,
      message_ids: [77, 78],
      timeline: [
        { at: AT, what: "unknown", attempt: 1, part: 1, took_ms: 20, reason: "timeout" },
        { at: AT, what: "sent", message_id: 77 },
      ],
    });
  });

  it("shows whom it is for by the text, and by the number that it is", () => {
    const body = '{"id":"a","user_id":"42","message":"hi","category":"orders"}';
    expect(toNotificationView(record({ body }))).toMatchObject({ user_id: 42, category: "orders" });
    const unlinked = record({ lane: "customer-8731", state: "parked" });
    delete unlinked.chat;
    const view = toNotificationView(unlinked);
    expect(view.user_id).toBe("customer-8731");
    expect([view, "chat_id" in view, "copies" in view]).toEqual([view, false, false]);
  });

  it("shows where each copy went, this one first", () => {
    const copy = record({ id: "a~-7", chat: "-7", state: "sent" });
    const first = record({ lane: "ann", state: "parked", copies: ["-7"] });
    const firstOf = [
      { chat_id: 42, id: "a", state: "parked" },
      { chat_id: -7, id: "a~-7", state: "sent" },
    ];
    expect(toNotificationView(first, [copy]).copies).toEqual(firstOf);
    delete first.chat;
    expect(toNotificationView(first, [copy]).copies?.[0]).toEqual({
      chat_id: null,
      id: "a",
      state: "parked",
    });
  });

  it("names a next attempt only while there will be one", () => {
    expect(toNotificationView(record({ state: "sent", nextMs: AT_MS }))).not.toHaveProperty(
      "next_attempt_at",
    );
  });

  it("shows a record of which others broke the body or a moment", () => {
    const view = toNotificationView(record({ body: "{", changedMs: 1e20 }));
    expect(view).toMatchObject({ user_id: 42, message: "", changed_at: "1970-01-01T00:00:00.000Z" });
  });
});
