import { expect, it } from "vitest";
import { durationWords, readDuration } from "../../src/chat/durations.ts";
import { textsFor } from "../../src/chat/texts.ts";

const MINUTE_MS = 60_000;

it.each([
  ["90m", 90 * MINUTE_MS],
  ["2 h", 120 * MINUTE_MS],
  ["1D", 1440 * MINUTE_MS],
  ["5min", 5 * MINUTE_MS],
])("reads %s", (text, ms) => {
  expect(readDuration(text)).toBe(ms);
});

it.each(["", "2", "h", "2s", "1.5h", "2 hours", "123456m", "2 d h"])("does not read %j", (text) => {
  expect(readDuration(text)).toBeUndefined();
});

it.each([
  [1, "1 min", "1 Min."],
  [60 * MINUTE_MS, "1 h", "1 Std."],
  [60 * MINUTE_MS - 1, "1 h", "1 Std."],
  [(1440 + 61) * MINUTE_MS, "1 day 1 h 1 min", "1 Tag 1 Std. 1 Min."],
  [2 * 1440 * MINUTE_MS, "2 days", "2 Tage"],
])("puts %d ms into words", (ms, english, german) => {
  expect(durationWords(ms, textsFor("en"))).toBe(english);
  expect(durationWords(ms, textsFor("de"))).toBe(german);
});
