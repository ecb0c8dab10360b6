import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitJsonArray } from "../src/split-array.ts";

const MAX = 1000;
const soup = fc.string({
  unit: fc.constantFrom(...'{}[]:,"\\-1 tu\ud800é\n'.split(""), '{"a":', "[1,", "],", '"]"'),
  maxLength: 60,
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

describe("splitJsonArray", () => {
  it("finds the items of any array, however spaced", () => {
    const value = fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 8 });
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2), (items, indent) => {
        const text = ` \n${JSON.stringify(items, undefined, indent)}\r\n`;
        const split = splitJsonArray(text, MAX);
        const texts = Array.isArray(split) ? split : [split];
        expect(texts.map((each) => JSON.stringify(parsed(each)))).toEqual(
          items.map((item) => JSON.stringify(item)),
        );
      }),
    );
  });

  it("splits into JSON exactly what is JSON", () => {
    const text = fc.oneof(
      soup.map((inner) => `[${inner}]`),
      soup,
      fc.json().chain((json) => fc.nat({ max: json.length }).map((cut) => `[${json.slice(0, cut)}`)),
    );
    fc.assert(
      fc.property(text, (each) => {
        const split = splitJsonArray(each, MAX);
        const good = Array.isArray(split) && split.every((item) => parsed(item) !== undefined);
        expect(good).toBe(Array.isArray(parsed(each)));
      }),
      { numRuns: 5000 },
    );
  });

  it("says what is no array, and what ends otherwise than an array", () => {
    for (const text of ["", " ", "{}", "1", '"["', "x["]) expect(splitJsonArray(text, MAX)).toBe("no_array");
    for (const text of ["[", "[1", "[1}", "[1]]", "[1] x", "[]]", '["]']) {
      expect(splitJsonArray(text, MAX)).toBe("broken");
    }
    expect(splitJsonArray("[ \n ]", MAX)).toEqual([]);
  });

  it("stops at the first item above the most there may be", () => {
    expect(splitJsonArray("[1,2,3]", 3)).toEqual(["1", "2", "3"]);
    expect(splitJsonArray("[1,2,3,4]", 3)).toBe("too_many");
    expect(splitJsonArray(`[${"1,".repeat(4_000_000)}`, 3)).toBe("too_many");
  });

  it("takes one pass over the worst of texts", () => {
    for (const piece of ['"', "\\", '\\"', "[", "]", "{[", '"":']) {
      splitJsonArray(`[${piece.repeat(Math.floor(8_000_000 / piece.length))}`, MAX);
    }
  });
});
