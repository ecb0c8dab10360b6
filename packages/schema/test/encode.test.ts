import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeNotification, type Notification, readBody, readDoorPayload } from "../src/index.ts";
import { anyNotification } from "./any-notification.ts";
import { validPayloads } from "./malformed.ts";

const FULL: Required<Notification> = {
  category: "orders",
  on_unknown: "hold",
  replace_key: "build-71",
  buttons: [[{ url: "https://example.org", text: "Open" }]],
  thread_id: 7,
  link_preview: false,
  protect: true,
  silent: true,
  format: "html",
  ttl_seconds: 60,
  send_at: "2027-01-31T10:00:00+01:00",
  priority: "urgent",
  message: "hi",
  user_id: 42,
  id: "order-1234",
};

describe("encodeNotification", () => {
  it("writes the fields of a notification and nothing else, in order", () => {
    const more = { message: "hi", extra: 1, user_id: 42 };
    expect(encodeNotification(more)).toBe('{"user_id":42,"message":"hi"}');
    expect(encodeNotification({ ...more, id: "a", silent: false })).toBe(
      '{"id":"a","user_id":42,"message":"hi","silent":false}',
    );
  });

  it("writes every option, whatever the order it was given in", () => {
    expect(encodeNotification(FULL)).toBe(
      '{"id":"order-1234","user_id":42,"message":"hi","priority":"urgent","send_at":"2027-01-31T10:00:00+01:00",' +
        '"ttl_seconds":60,"format":"html","silent":true,"protect":true,"link_preview":false,"thread_id":7,' +
        '"buttons":[[{"url":"https://example.org","text":"Open"}]],"replace_key":"build-71","on_unknown":"hold",' +
        '"category":"orders"}',
    );
  });

  it("writes a user of the app as the text that it is", () => {
    expect(encodeNotification({ user_id: "42", message: "hi" })).toBe('{"user_id":"42","message":"hi"}');
    expect(encodeNotification({ user_id: 'a"b', message: "hi" })).toBe('{"user_id":"a\\"b","message":"hi"}');
  });

  it("is read back identical, by a door and as a body", () => {
    fc.assert(
      fc.property(anyNotification, (notification) => {
        const text = encodeNotification(notification);
        expect(readDoorPayload(Buffer.from(text))).toEqual({ ok: true, value: notification });
        expect(readBody(text)).toEqual(notification);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("readBody", () => {
  it("reads back every valid payload of a door", () => {
    for (const { name, notification } of validPayloads) {
      expect(readBody(encodeNotification(notification)), name).toEqual(notification);
    }
  });

  it.each([
    "",
    "{",
    "null",
    "[]",
    "{}",
    '{"user_id":42}',
    '{"user_id":"","message":"hi"}',
    '{"user_id":42,"message":7}',
    '{"user_id":42,"message":"hi","buttons":[[7]]}',
    '{"user_id":42,"message":"hi","send_at":"soon"}',
  ])("gives nothing for %s", (text) => expect(readBody(text)).toBeUndefined());

  it("leaves aside what it does not know, and does not look at the clock", () => {
    const text = '{"user_id":42,"message":"hi","send_at":"9998-01-01T00:00:00Z","later":1}';
    expect(readBody(text)).toEqual({ user_id: 42, message: "hi", send_at: "9998-01-01T00:00:00Z" });
  });
});
