import { expect, it } from "vitest";
import { blankWords, bytesWords, payloadPreview } from "../../src/live/payload-preview.ts";

it("shows each kind of payload in one line", () => {
  expect(payloadPreview({ encoding: "json", payload: { a: [1, null], b: "x" } })).toBe(
    '{ "a": [ 1, null ], "b": "x" }',
  );
  expect(payloadPreview({ encoding: "text", payload: "two\n\tlines" })).toBe("two lines");
  expect(payloadPreview({ encoding: "hex", payload: "00ff10" })).toBe("00 ff 10");
});

it("shows what would turn the reading direction as what it is", () => {
  expect(payloadPreview({ encoding: "text", payload: "invoice \u202etxt.exe\u2069 \u061cשלום" })).toBe(
    "invoice \\u202etxt.exe\\u2069 \\u061cשלום",
  );
});

it("cuts what is long, and minds nothing that is missing", () => {
  expect(payloadPreview({ encoding: "text", payload: "x".repeat(1_000) })).toHaveLength(161);
  expect(payloadPreview({ encoding: "hex", payload: "ab".repeat(1_000) })).toBe(`${"ab ".repeat(24)}…`);
  expect(payloadPreview({ encoding: "json", payload: undefined })).toBe("");
});

it.each([
  ["text", "", "empty"],
  ["hex", "", "empty"],
  ["json", undefined, "empty"],
  ["text", " \n\u00a0", "white space only"],
  ["text", "x", undefined],
  ["json", "", undefined],
] as const)("says in words that a payload shows nothing: %s %j", (encoding, payload, words) => {
  expect(blankWords(payloadPreview({ encoding, payload }))).toBe(words);
});

it.each([
  [1, "1 byte"],
  [1_023, "1023 bytes"],
  [1_536, "1.5 KiB"],
  [2_097_152, "2 MiB"],
])("says %i as %s", (bytes, words) => {
  expect(bytesWords(bytes)).toBe(words);
});
