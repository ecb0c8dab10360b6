import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PART_MAX_UNITS, splitText } from "../../src/delivery/split-text.ts";

const CLUSTERS = ["👨‍👩‍👧‍👦", "👍🏽", "🇨🇭", "e\u0301", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "❤️", "\r\n", "각", "🦉", "क्षि"];
const word = fc.oneof(
  fc.constantFrom(...CLUSTERS),
  fc.constantFrom(" ", "\n", "\n\n", "\n \n", "\t", "\u00a0", "\u200b"),
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 4 }),
);
const text = fc.array(word, { maxLength: 120 }).map((words) => words.join(""));
// Longer than any single character that people see, which alone may not fit.
const maxUnits = fc.integer({ min: 40, max: 80 });

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const boundaries = (whole: string) =>
  new Set([...graphemes.segment(whole)].map(({ index }) => index).concat(whole.length));
const longest = (whole: string) =>
  Math.max(0, ...[...graphemes.segment(whole)].map(({ segment }) => segment.length));
const INVISIBLE = /[\s\p{Cc}\p{Cf}\u2800\ufffc]/gu;

describe("splitText", () => {
  it("loses nothing that can be seen, and makes no part too long or empty", () => {
    fc.assert(
      fc.property(text, maxUnits, (whole, max) => {
        const parts = splitText(whole, max);
        expect(parts.join("").replace(INVISIBLE, "")).toBe(whole.replace(INVISIBLE, ""));
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(max);
          if (parts.length > 1) expect(part.replace(INVISIBLE, "")).not.toBe("");
        }
        expect(parts.length).toBeGreaterThan(0);
      }),
    );
  });

  it("leaves a text with nothing to see to Telegram to judge", () => {
    for (const whole of ["\u00ad", "\u2060\u2061", "\u00ad".repeat(100)])
      expect(splitText(whole, 40)).toEqual([whole.slice(0, 40)]);
  });

  it("gives the text itself, put together, where every part can be seen", () => {
    fc.assert(
      fc.property(text, maxUnits, (whole, max) => {
        const visible = whole.replace(INVISIBLE, "x");
        expect(splitText(visible, max).join("")).toBe(visible);
      }),
    );
  });

  it("never cuts a character as a person sees it", () => {
    fc.assert(
      fc.property(text, maxUnits, (whole, max) => {
        const seen = whole.replace(/[^\S\n ]|[\p{Cc}\u200b\u2800\ufffc]/gu, "x");
        fc.pre(longest(seen) <= max);
        const parts = splitText(seen, max);
        fc.pre(parts.join("") === seen);
        const allowed = boundaries(seen);
        let at = 0;
        for (const part of parts) {
          at += part.length;
          expect(allowed.has(at)).toBe(true);
        }
      }),
    );
  });

  it.each(CLUSTERS)("keeps %j together where the limit would part it", (cluster) => {
    const before = "a".repeat(40 - cluster.length + 1);
    expect(splitText(before + cluster + "b".repeat(10), 40)).toEqual([before, `${cluster}${"b".repeat(10)}`]);
  });

  it("keeps a surrogate pair together even in a character that is longer than a part", () => {
    const endless = `😀${"\u200d😀".repeat(100)}`;
    const parts = splitText(endless, 40);
    expect(parts.join("")).toBe(endless);
    for (const part of parts) expect(part).toBe(Buffer.from(part).toString());
  });

  it("prefers the end of a paragraph, then of a line, then of a word", () => {
    const half = "x".repeat(25);
    expect(splitText(`${half}\n\n${"y".repeat(5)}\n${"z".repeat(5)} ${"w".repeat(9)}`, 40)).toEqual([
      `${half}\n\n`,
      "yyyyy\nzzzzz wwwwwwwww",
    ]);
    expect(splitText(`${half}\nyyyyy zzzzz wwwww`, 40)).toEqual([`${half}\n`, "yyyyy zzzzz wwwww"]);
    expect(splitText(`${half} yyyyyyyyyyyyyyyyyy`, 40)).toEqual([`${half} `, "yyyyyyyyyyyyyyyyyy"]);
  });

  it("does not make a small part where a later cut will do", () => {
    const parts = splitText(`a\n\n${"b".repeat(30)} ${"c".repeat(30)}`, 40);
    expect(parts).toEqual([`a\n\n${"b".repeat(30)} `, "c".repeat(30)]);
  });

  it("leaves a short text as it is, and leaves out parts with nothing to see", () => {
    expect(splitText("  hi\n")).toEqual(["  hi\n"]);
    expect(splitText(`${"\u200b".repeat(5000)}hi`)).toEqual([`${"\u200b".repeat(904)}hi`]);
    expect(splitText(`hi${" ".repeat(PART_MAX_UNITS * 2)}`)).toHaveLength(1);
  });

  it("cuts the longest message into at most five parts", () => {
    expect(splitText("x".repeat(16_384))).toHaveLength(4);
    const words = "word ".repeat(3277).slice(0, 16_384);
    expect(splitText(words).length).toBeLessThanOrEqual(5);
    expect(splitText(words).join("")).toBe(words);
  });
});
