import { isUtf8 } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LIMITS, readNotificationBatch, readNotificationRequest } from "../src/index.ts";
import { VALID } from "./malformed/templates.ts";
import { malformedPayloads, validPayloads } from "./malformed.ts";

const array = (text: string | Uint8Array) => readNotificationBatch(Buffer.from(text), false);
const lines = (text: string | Uint8Array) => readNotificationBatch(Buffer.from(text), true);
/** "ok" or the code of each item; of the whole when that is refused. */
const outcome = (result: ReturnType<typeof array>): string | string[] =>
  result.ok ? result.value.map((item) => (item.ok ? "ok" : item.problem.code)) : result.problem.code;

describe("readNotificationBatch", () => {
  it("reads each item as a request of its own, via and options included", () => {
    const items = [VALID, '{"user_id":7,"message":"x","via":"queue","id":"a"}'];
    const value = [
      { ok: true, value: { notification: { user_id: 42, message: "hi" }, via: "channel" } },
      { ok: true, value: { notification: { user_id: 7, message: "x", id: "a" }, via: "queue" } },
    ];
    expect(array(`[${items.join(" ,\n ")}]`)).toEqual({ ok: true, value });
    expect(lines(items.join("\n"))).toEqual({ ok: true, value });
  });

  it("keeps good items apart from bad ones, also where numbers and surrogates are bad", () => {
    const items = [
      VALID,
      '{"user_id":9007199254740993,"message":"hi"}',
      '{"user_id":42,"message":"\\ud83d"}',
      "null",
      `{"user_id":42,"message":"hi","x":${"[".repeat(40)}${"]".repeat(40)}}`,
      `{"user_id":42,"message":"${"a".repeat(LIMITS.payloadMaxBytes)}"}`,
      '{"user_id":"customer-8731","message":"hi","category":"a"}',
      '{"user_id":"","message":"hi"}',
      '{"user_id":42,"message":"hi","mesage":"a"}',
      VALID,
    ];
    const codes = [
      "ok",
      "lossy_number",
      "invalid_notification",
      "invalid_notification",
      "too_deep",
      "too_large",
      "ok",
      "invalid_notification",
      "invalid_notification",
      "ok",
    ];
    expect(outcome(array(`[${items.join()}]`))).toEqual(codes);
    expect(outcome(lines(items.join("\n")))).toEqual(codes);
  });

  it("judges any item as it would judge it alone", () => {
    const texts = [...validPayloads, ...malformedPayloads]
      .map(({ bytes }) => Buffer.from(bytes))
      // What is no JSON spoils an array, and a line end begins another line.
      .filter((bytes) => bytes.length < 300 && !bytes.includes(10) && readable(bytes));
    const some = fc.array(fc.constantFrom(...texts), { maxLength: 12 });
    fc.assert(
      fc.property(some, (items) => {
        const nowMs = Date.now();
        const expected = items.map((item) => readNotificationRequest(item, nowMs));
        const joined = (by: string): Buffer => Buffer.from(items.map((item) => item.toString()).join(by));
        const whole = Buffer.concat([Buffer.from("["), joined(","), Buffer.from("]")]);
        expect(readNotificationBatch(whole, false, nowMs)).toEqual({ ok: true, value: expected });
        expect(readNotificationBatch(joined("\n"), true, nowMs)).toEqual({ ok: true, value: expected });
      }),
    );
  });

  it("takes up to a thousand items", () => {
    const of = (count: number): string[] => Array.from({ length: count }, () => VALID);
    expect(outcome(array(`[${of(1000).join()}]`))).toHaveLength(1000);
    expect(outcome(lines(`\n${of(1000).join("\n")}\n`))).toHaveLength(1000);
    expect(outcome(array(`[${of(1001).join()}]`))).toBe("too_large");
    expect(outcome(lines(of(1001).join("\n")))).toBe("too_large");
    expect(array("[]")).toEqual({ ok: true, value: [] });
    expect(lines("")).toEqual({ ok: true, value: [] });
  });

  it("takes up to 8 MiB, of which each item has up to 256 KiB", () => {
    const item = VALID.padEnd(LIMITS.payloadMaxBytes, " ");
    const body = Array.from({ length: 32 }, () => item);
    expect(outcome(lines(body.join("\n").slice(0, LIMITS.batchMaxBytes)))).toHaveLength(32);
    expect(outcome(lines(Buffer.alloc(LIMITS.batchMaxBytes, "\n")))).toEqual([]);
    expect(outcome(lines(Buffer.alloc(LIMITS.batchMaxBytes + 1, "\n")))).toBe("too_large");
    expect(outcome(array(Buffer.alloc(LIMITS.batchMaxBytes + 1, " ")))).toBe("too_large");
    expect(outcome(array(`[${VALID.padEnd(LIMITS.payloadMaxBytes + 1, " ")}]`))).toEqual(["too_large"]);
    const euro = `{"user_id":42,"message":"hi","x":"${"€".repeat(90_000)}"}`;
    expect(outcome(array(`[${euro}]`))).toEqual(["too_large"]);
  });
});

describe("readNotificationBatch of an array", () => {
  it("is refused as a whole where it is no JSON, no UTF-8, or no array", () => {
    for (const text of [
      "[",
      `[${VALID}`,
      `[${VALID},]`,
      `[,${VALID}]`,
      `[${VALID}}`,
      `[${VALID}][]`,
      "[{]",
    ]) {
      expect(outcome(array(text)), text).toBe("invalid_json");
    }
    expect(outcome(array(`[${VALID},{"user_id":42,]`))).toBe("invalid_json");
    expect(outcome(array(Buffer.concat([Buffer.from(`[${VALID},"`), Buffer.of(0xff, 0x22, 0x5d)])))).toBe(
      "invalid_utf8",
    );
    for (const text of ["", VALID, `${VALID}\n${VALID}`, "42", "null"]) {
      expect(outcome(array(text)), text).toBe("invalid_notification");
    }
    expect(outcome(array(`\ufeff [${VALID}]`))).toEqual(["ok"]);
  });

  it("is not held up by the worst of bodies", () => {
    for (const piece of ["[", "[]", '"', "\\", '{"a":', "1,", "[[],", '[1e400,"']) {
      array(`[${piece.repeat(Math.floor((LIMITS.batchMaxBytes - 1) / piece.length))}`);
    }
  });
});

describe("readNotificationBatch of lines", () => {
  it("skips blank lines, which count as none", () => {
    expect(outcome(lines(`\r\n \t\r\n${VALID}\r\n\r\n{\r\n\n${VALID}`))).toEqual([
      "ok",
      "invalid_json",
      "ok",
    ]);
  });

  it("lets a line that is no JSON or no UTF-8 be one bad item", () => {
    const body = Buffer.concat([Buffer.from(`${VALID}\n[\n`), Buffer.of(0xff, 0x0a), Buffer.from(VALID)]);
    expect(outcome(lines(body))).toEqual(["ok", "invalid_json", "invalid_utf8", "ok"]);
    expect(outcome(lines(`[${VALID}]`))).toEqual(["invalid_notification"]);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (bytes, ndjson) => {
        readNotificationBatch(bytes, ndjson);
      }),
      { numRuns: 3000 },
    );
  });
});

function readable(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString("utf8"));
    return isUtf8(bytes);
  } catch {
    return false;
  }
}
