import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeNotification, LIMITS, readStreamFields } from "../src/index.ts";
import { userIdOf } from "../src/user-id.ts";
import { anyNotification } from "./any-notification.ts";
import { malformedPayloads, validPayloads } from "./malformed.ts";

const buffers = (...parts: (string | Uint8Array)[]): Buffer[] =>
  parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part)));
const read = (...parts: (string | Uint8Array)[]) => readStreamFields(buffers(...parts));
const refusal = (...parts: (string | Uint8Array)[]) => {
  const result = read(...parts);
  if (result.ok) throw new Error("accepted");
  return result.problem;
};
const flat = (...more: (string | Uint8Array)[]) => read("user_id", "42", "message", "hi", ...more);
const HI = { user_id: 42, message: "hi" };

describe("readStreamFields with a payload", () => {
  it.each(malformedPayloads)("refuses what a door refuses: $name", ({ bytes, code }) => {
    expect(refusal("payload", bytes).code).toBe(code);
  });

  it.each(validPayloads)("accepts what a door accepts: $name", ({ bytes, notification }) => {
    expect(read("payload", bytes)).toEqual({ ok: true, value: notification });
  });

  it("reads nothing beside it", () => {
    const payload = encodeNotification(HI);
    expect(read("user_id", "7", "payload", payload, "silent", "perhaps")).toEqual({ ok: true, value: HI });
    expect(read("payload", "{", "payload", payload)).toEqual({ ok: true, value: HI });
  });
});

describe("readStreamFields with fields", () => {
  it("reads each as text", () => {
    const result = flat(
      ...["id", "order-1234", "priority", "urgent", "send_at", "2026-01-31T09:00:00Z", "ttl_seconds", "60"],
      ...["format", "html", "silent", "true", "protect", "false", "link_preview", "false", "thread_id", "7"],
      ...[
        "buttons",
        '[[{"text":"Open","url":"https://example.org"}]]',
        "replace_key",
        "k",
        "on_unknown",
        "hold",
        "category",
        "orders",
      ],
    );
    expect(result).toEqual({
      ok: true,
      value: {
        ...HI,
        id: "order-1234",
        priority: "urgent",
        send_at: "2026-01-31T09:00:00Z",
        ttl_seconds: 60,
        format: "html",
        silent: true,
        protect: false,
        link_preview: false,
        thread_id: 7,
        buttons: [[{ text: "Open", url: "https://example.org" }]],
        replace_key: "k",
        on_unknown: "hold",
        category: "orders",
      },
    });
  });

  it("reads any notification as a door would", () => {
    fc.assert(
      fc.property(anyNotification, (notification) => {
        const parts = Object.entries(notification).flatMap(([name, value]) => [
          name,
          typeof value === "string" ? value : JSON.stringify(value),
        ]);
        // As text a number and its digits are one.
        const user_id = userIdOf(String(notification.user_id));
        expect(read(...parts)).toEqual({ ok: true, value: { ...notification, user_id } });
      }),
    );
  });

  it("takes the message as it is: quotes, line ends, a byte order mark", () => {
    for (const message of ['"hi"', "a\r\nb\\n", "\ufeffhi", " hi ", '{"user_id":7}', "null"]) {
      expect(read("user_id", "42", "message", message)).toEqual({
        ok: true,
        value: { user_id: 42, message },
      });
    }
  });

  it.each(["1", "-1", "-1001234567890", "4503599627370495"])(
    "takes the digits %s for the integer",
    (text) => {
      expect(read("user_id", text, "message", "hi")).toEqual({
        ok: true,
        value: { user_id: Number(text), message: "hi" },
      });
    },
  );

  it.each([
    ...["customer-8731", "42.0", "4.2e1", "+42", "042", " 42", '"42"', "-", "٤٢", "NaN", "..."],
    ...["4503599627370496", "1144331155664477881", "1".repeat(128)],
  ])("takes %j for the string", (text) => {
    expect(read("user_id", text, "message", "hi")).toEqual({
      ok: true,
      value: { user_id: text, message: "hi" },
    });
  });

  it.each(["0", "-0", "", " ", ".", "..", "42\n", "1".repeat(129)])("takes no user_id %j", (text) => {
    expect(refusal("user_id", text, "message", "hi")).toMatchObject({
      code: "invalid_notification",
      errors: [{ path: "user_id" }],
    });
  });

  it.each([
    ["silent", "1"],
    ["protect", "TRUE"],
    ["link_preview", ""],
    ["ttl_seconds", "60.5"],
    ["ttl_seconds", "0"],
    ["thread_id", "2147483648"],
    ["id", "order 1234"],
    ["priority", '"urgent"'],
    ["send_at", "1800000000"],
    ["buttons", "[["],
    ["buttons", "[]"],
  ])("refuses %s %j", (name, text) => {
    const result = flat(name, text);
    expect(result).toMatchObject({
      problem: { code: expect.stringMatching(/^invalid_/), errors: [{ path: name }] },
    });
  });

  it("refuses like a door what is lossy, too deep, not UTF-8, or ahead of its time", () => {
    const code = (...more: (string | Uint8Array)[]): string | false => {
      const result = flat(...more);
      return !result.ok && result.problem.code;
    };
    expect(code("buttons", "[[1e400]]")).toBe("lossy_number");
    expect(code("buttons", "[".repeat(40))).toBe("too_deep");
    expect(code("message", Buffer.of(0x68, 0xff))).toBe("invalid_utf8");
    expect(code("id", Buffer.of(0xff))).toBe("invalid_utf8");
    expect(code("x", "a".repeat(LIMITS.payloadMaxBytes))).toBe("too_large");
  });

  it("is deaf to what it does not know, and takes the last of the same name", () => {
    const value = { user_id: 42, message: "hi" };
    expect(flat("via", "queue", "x", Buffer.of(0xff), Buffer.of(0xff), "y", "__proto__", "z")).toEqual({
      ok: true,
      value,
    });
    expect(read("message", "no", "user_id", "x", "user_id", "42", "message", "hi")).toEqual({
      ok: true,
      value,
    });
    expect(flat("silent")).toEqual({ ok: true, value });
    expect(refusal("User_Id", "42", "message", "hi").detail).toBe("user_id is missing");
  });

  it("says what is missing", () => {
    expect(refusal().errors.map(({ path }) => path)).toEqual(["user_id", "message"]);
    expect(refusal("message", "hi").detail).toBe("user_id is missing");
    expect(refusal("user_id", "42").detail).toBe("message is missing");
  });

  it("never throws, and tells nothing of what the fields say", () => {
    const name = fc.oneof(
      fc.constantFrom("user_id", "message", "payload", "silent", "buttons", "ttl_seconds", "id", "send_at"),
      fc.string(),
    );
    const part = fc.oneof(
      name.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        readStreamFields(parts);
      }),
      { numRuns: 3000 },
    );
    const secret = "s3cret-words";
    for (const name of ["user_id", "silent", "ttl_seconds", "buttons", "id", "send_at", "priority"]) {
      const result = flat(name, `${secret}\u0000`);
      expect(result.ok).toBe(false);
      expect(JSON.stringify(result)).not.toContain(secret);
    }
  });
});
