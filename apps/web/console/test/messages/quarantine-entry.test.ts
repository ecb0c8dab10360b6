import { expect, it } from "vitest";
import { draftOf, hexOf, parseEntry, type QuarantineEntry } from "../../src/messages/quarantine-entry.ts";

function entryOf(raw: Buffer, text: string | null): QuarantineEntry {
  const entry = parseEntry({
    id: "1-0",
    at: "2026-11-20T10:00:00.000Z",
    door: "channel",
    reason: "invalid_json",
    detail: "the payload is not valid JSON",
    bytes: raw.length,
    raw_base64: raw.toString("base64"),
    text,
    truncated: false,
  });
  if (entry === undefined) throw new Error("the entry was not read");
  return entry;
}

it("keeps every byte", () => {
  const entry = entryOf(Buffer.from([0, 15, 255, 128]), null);
  expect(hexOf(entry)).toBe("000fff80");
  expect(entry.text).toBeUndefined();
});

it("shows nothing for what is no base64", () => {
  const entry = parseEntry({ id: "1-0", raw_base64: "§" });
  expect(entry && hexOf(entry)).toBe("");
  expect(parseEntry({ door: "queue" })).toBeUndefined();
});

it("begins with the text as it came, digits that no number holds included", () => {
  const text = '{"user_id": 12345678901234567890, "message": "hi"}';
  expect(draftOf(entryOf(Buffer.from(text), text))).toBe(text);
});

it("begins with a form to fill in where there is no text", () => {
  expect(JSON.parse(draftOf(entryOf(Buffer.from([255]), null)))).toEqual({ user_id: 42, message: "" });
  expect(JSON.parse(draftOf(entryOf(Buffer.alloc(0), "")))).toEqual({ user_id: 42, message: "" });
});
