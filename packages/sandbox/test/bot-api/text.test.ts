import { describe, expect, it } from "vitest";
import { readText } from "../../src/bot-api/text.ts";

describe("readText", () => {
  it.each([
    ["", "Bad Request: message text is empty"],
    [" \n\t", "Bad Request: text must be non-empty"],
    ["\u202e\r", "Bad Request: text must be non-empty"],
    ["x".repeat(4097), "Bad Request: message is too long"],
    ["😀".repeat(4097), "Bad Request: message is too long"],
    ["é".repeat(16_385), "Bad Request: text is too long"],
    ["x\ud83d", "Bad Request: strings must be encoded in UTF-8"],
  ])("refuses %j", (text, description) => {
    expect(readText({ text })).toEqual({ ok: false, error_code: 400, description });
  });

  it.each([
    ["x".repeat(4096), "x".repeat(4096)],
    ["😀".repeat(4096), "😀".repeat(4096)],
    [`  ${"x".repeat(4096)}\n`, "x".repeat(4096)],
    ["\n a\tb\r\nc\u2028d ", "a b\ncd"],
    ["<b>not markup</b>", "<b>not markup</b>"],
  ])("takes %#", (text, expected) => {
    expect(readText({ text })).toEqual({ text: expected, entities: [] });
  });

  it("counts the length after the markup is off, and moves entities with what is trimmed", () => {
    const long = `<b>${"x".repeat(4096)}</b>`;
    expect(readText({ text: long, parse_mode: "HTML" })).toMatchObject({ entities: [{ length: 4096 }] });
    expect(readText({ text: "<b>  a </b> ", parse_mode: "html" })).toEqual({
      text: "a",
      entities: [{ type: "bold", offset: 0, length: 1 }],
    });
    expect(readText({ text: "*a*", parse_mode: "MarkdownV2" })).toMatchObject({ text: "a" });
  });

  it("takes entities of the call's own, as JSON text too, and leaves out those that lie outside", () => {
    const entities = [
      { type: "bold", offset: 1, length: 2, extra: 1 },
      { type: "bold", offset: 1, length: 20 },
    ];
    const expected = { text: "abcd", entities: [{ type: "bold", offset: 1, length: 2 }] };
    expect(readText({ text: "abcd", entities })).toEqual(expected);
    expect(readText({ text: "abcd", entities: JSON.stringify(entities) })).toEqual(expected);
    expect(readText({ text: "abcd", entities: "nonsense" })).toMatchObject({ error_code: 400 });
    expect(readText({ text: "abcd", entities: [null] })).toMatchObject({ error_code: 400 });
  });

  it("refuses bad markup and unknown modes in Telegram's words", () => {
    expect(readText({ text: "<x>", parse_mode: "HTML" })).toMatchObject({
      description: `Bad Request: can't parse entities: Unsupported start tag "x" at byte offset 0`,
    });
    expect(readText({ text: "x", parse_mode: "rtf" })).toMatchObject({
      description: "Bad Request: unsupported parse_mode",
    });
  });
});
