import { expect, it } from "vitest";
import { bytesWords, payloadPreview } from "../../src/live/payload-preview.ts";

it("shows each kind of payload in one line", () => {
  expect(payloadPreview({ encoding: "json", payload: { a: [1, null], b: "x" } })).toBe(
    '{ "a": [ 1, null ], "b": "x" }',
  );
  expect(payloadPreview({ encoding: "text", payload: "two\n\tlines" })).toBe("two lines");
  expect(payloadPreview({ encoding: "hex", payload: "00ff10" })).toBe("00 ff 10");
});

it("cuts what is long, and minds nothing that is missing", () => {
  expect(payloadPreview({ encoding: "text", payload: "x".repeat(1_000) })).toHaveLength(161);
  expect(payloadPreview({ encoding: "hex", payload: "ab".repeat(1_000) })).toBe(`${"ab ".repeat(24)}…`);
  expect(payloadPreview({ encoding: "json", payload: undefined })).toBe("");
});

it.each([
  [1, "1 byte"],
  [1_023, "1023 bytes"],
  [1_536, "1.5 KiB"],
  [2_097_152, "2 MiB"],
])("says %i as %s", (bytes, words) => {
  expect(bytesWords(bytes)).toBe(words);
});
