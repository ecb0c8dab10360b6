import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fingerprintOf, type Notification } from "../src/index.ts";
import { anyNotification } from "./any-notification.ts";

const HI: Notification = { user_id: 42, message: "hi" };
const of = (json: string): string => createHash("sha256").update(json).digest("base64url").slice(0, 22);

describe("fingerprintOf", () => {
  it("never changes: it is kept in Redis", () => {
    expect(fingerprintOf(HI)).toBe(of('{"user_id":42,"message":"hi"}'));
    const full: Notification = {
      ...HI,
      id: "order-1234",
      priority: "bulk",
      send_at: "1970-01-01T01:00:01.5+01:00",
      ttl_seconds: 60,
      format: "markdown",
      silent: true,
      protect: true,
      link_preview: false,
      thread_id: 7,
      buttons: [[{ url: "https://example.org", text: "Open" }]],
      replace_key: "build-71",
      on_unknown: "hold",
      category: "orders",
    };
    expect(fingerprintOf(full)).toBe(
      of(
        '{"user_id":42,"message":"hi","priority":"bulk","send_at":1500,"ttl_seconds":60,"format":"markdown",' +
          '"silent":true,"protect":true,"link_preview":false,"thread_id":7,"buttons":[[["Open","https://example.org"]]],' +
          '"replace_key":"build-71","on_unknown":"hold","category":"orders"}',
      ),
    );
  });

  it("does not tell a default from an absent option, nor one way to write a moment from another", () => {
    const usual: Notification = {
      ...HI,
      priority: "normal",
      format: "text",
      silent: false,
      protect: false,
      link_preview: true,
      on_unknown: "resend",
    };
    expect(fingerprintOf(usual)).toBe(fingerprintOf(HI));
    expect(fingerprintOf({ ...HI, send_at: "2027-01-31T09:00Z" })).toBe(
      fingerprintOf({ ...HI, send_at: "2027-01-31T10:00:00.0000+01:00" }),
    );
  });

  it("does not look at the id, nor at the order of the fields", () => {
    fc.assert(
      fc.property(anyNotification, (notification) => {
        const { id: _id, ...rest } = notification;
        const turned = Object.fromEntries(Object.entries(rest).reverse()) as Notification;
        expect(fingerprintOf({ ...turned, id: "other" })).toBe(fingerprintOf(notification));
        expect(fingerprintOf(notification)).toMatch(/^[A-Za-z0-9_-]{22}$/);
      }),
    );
  });

  it("tells any other difference", () => {
    const differences: Partial<Notification>[] = [
      { user_id: -42 },
      { user_id: "42" },
      { user_id: '42,"message":"hi' },
      { category: "a" },
      { message: "hi " },
      { message: 'hi","silent":true,"x":"' },
      { priority: "urgent" },
      { priority: "bulk" },
      { send_at: "2027-01-31T09:00:00Z" },
      { send_at: "2027-01-31T09:00:00.001Z" },
      { ttl_seconds: 1 },
      { thread_id: 1 },
      { format: "html" },
      { silent: true },
      { protect: true },
      { link_preview: false },
      { replace_key: "a" },
      { on_unknown: "hold" },
      { buttons: [[{ text: "a", url: "https://b" }]] },
      { buttons: [[{ text: "a", url: "https://b" }], [{ text: "a", url: "https://b" }]] },
      {
        buttons: [
          [
            { text: "a", url: "https://b" },
            { text: "a", url: "https://b" },
          ],
        ],
      },
    ];
    const all = [HI, ...differences.map((difference) => ({ ...HI, ...difference }))].map(fingerprintOf);
    expect(new Set(all).size).toBe(all.length);
  });
});
