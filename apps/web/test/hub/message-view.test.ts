import type { HubMessage } from "@bellwire/messaging";
import { describe, expect, it } from "vitest";
import { toMessageJson } from "../../src/hub/message-view.ts";

function shown(payload: Buffer | string, more: Partial<HubMessage> = {}): Record<string, unknown> {
  const bytes = Buffer.from(payload);
  const message = { seq: 1, channel: "c", payload: bytes, bytes: bytes.length, cut: false, atMs: 0, ...more };
  return JSON.parse(toMessageJson(message)) as Record<string, unknown>;
}

describe("toMessageJson", () => {
  it("says what came, where and by what", () => {
    expect(shown('{"a":1}', { seq: 7, channel: "a:b", pattern: "a:*" })).toEqual({
      seq: 7,
      channel: "a:b",
      pattern: "a:*",
      received_at: "1970-01-01T00:00:00.000Z",
      bytes: 7,
      encoding: "json",
      payload: { a: 1 },
      cut: false,
    });
    expect(shown("1")).toMatchObject({ pattern: null });
  });

  it.each([
    ["null", null],
    ["-0.5", -0.5],
    ['"text"', "text"],
    [" [1,\r\n 2] ", [1, 2]],
    ["{}", {}],
  ])("shows %j as the JSON it is", (payload, value) => {
    expect(shown(payload)).toMatchObject({ encoding: "json", payload: value });
  });

  it.each([
    '{"id":9007199254740993}',
    "[1e400]",
    "0.10000000000000000001",
    ' {\n"a":-12345678901234567890} ',
  ])("shows %j as the text that it is, because readers of JSON would alter its number", (payload) => {
    expect(shown(payload)).toMatchObject({ encoding: "text", payload });
  });

  it("neither alters long numbers nor breaks lines", () => {
    const payload = Buffer.from('{\n"id":90071992547409931234}');
    const json = toMessageJson({ seq: 1, channel: "c", payload, bytes: 1, cut: false, atMs: 0 });
    expect(json).toContain("90071992547409931234");
    expect(json).not.toContain("\n");
  });

  it.each(["hello", "", "{broken", "tab\tand\nline", "\ufeff{}", "ünïcödé \u2028", '{"cut in the mid'])(
    "shows %j as text",
    (payload) => {
      expect(shown(payload)).toMatchObject({ encoding: "text", payload });
    },
  );

  it.each([
    ["not UTF-8", Buffer.from([0xff, 0xfe])],
    ["a control character", Buffer.from("a\u0000b")],
    ["an escape sequence", Buffer.from("\u001b[31m")],
  ])("shows %s as hexadecimal digits", (_what, payload) => {
    expect(shown(payload)).toMatchObject({ encoding: "hex", payload: payload.toString("hex") });
  });

  it("stands JSON that nobody may parse recursively", () => {
    const deep = `${"[".repeat(8000)}${"]".repeat(8000)}`;
    const json = toMessageJson({
      seq: 1,
      channel: "c",
      payload: Buffer.from(deep),
      bytes: 1,
      cut: false,
      atMs: 0,
    });
    expect(json).toContain(deep);
  });
});
