import { describe, expect, it } from "vitest";
import { readDoorPayload } from "../src/door.ts";
import { malformedPayloads, validPayloads } from "./malformed.ts";

describe("readDoorPayload", () => {
  it.each(malformedPayloads)("refuses: $name", ({ bytes, code }) => {
    const read = readDoorPayload(bytes);
    expect(read.ok ? "accepted" : read.problem.code).toBe(code);
  });

  it.each(validPayloads)("accepts: $name", ({ bytes, notification }) => {
    expect(readDoorPayload(bytes)).toEqual({ ok: true, value: notification });
  });

  it("has a catalogue of more than 200 kinds, no two of them alike", () => {
    expect(malformedPayloads.length).toBeGreaterThan(200);
    expect(new Set(malformedPayloads.map(({ name }) => name)).size).toBe(malformedPayloads.length);
    const contents = malformedPayloads.map(({ bytes }) => Buffer.from(bytes).toString("latin1"));
    expect(new Set(contents).size).toBe(malformedPayloads.length);
  });

  it("reads the same after any refusal: nothing is kept between calls", () => {
    for (const { bytes, name } of malformedPayloads) {
      readDoorPayload(bytes);
      const good = readDoorPayload(Buffer.from('\ufeff{"user_id":42,"message":"hi"}'));
      expect(good.ok, `after: ${name}`).toBe(true);
    }
  });

  it("never lets a prototype speak for a field", () => {
    const read = readDoorPayload(
      Buffer.from('{"__proto__":{"user_id":7,"polluted":1},"user_id":42,"message":"hi"}'),
    );
    expect(read).toEqual({ ok: true, value: { user_id: 42, message: "hi" } });
    expect("polluted" in {}).toBe(false);
  });

  it("takes a view into a larger buffer for what it is", () => {
    const large = Buffer.from('xx{"user_id":42,"message":"hi"}yy');
    expect(readDoorPayload(large.subarray(2, -2)).ok).toBe(true);
  });

  it("tells nothing of what the payload says", () => {
    const secret = "s3cret-words";
    const payloads = [
      `{"user_id":"${secret}\\n","message":"${secret}\\u0000"}`,
      `{"user_id":42,"message":"${secret}"`,
      `{"user_id":42,"message":{"${secret}":1}}`,
      `{"user_id":42,"message":"${secret}","priority":"${secret}"}`,
      `{"user_id":42,"message":"${secret}\\ud800"}`,
      `"${secret}"`,
      secret,
    ];
    for (const payload of payloads) {
      const read = readDoorPayload(Buffer.from(payload));
      expect(read.ok).toBe(false);
      expect(JSON.stringify(read)).not.toContain(secret);
    }
  });
});
