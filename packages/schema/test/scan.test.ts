import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAlteredByParsing } from "../src/decimal.ts";
import { scanJson } from "../src/scan.ts";

const keys = (text: string): string[] => [...scanJson(text).lossyKeys].sort();

/** What was written, so that a test can say what the scanner must find. */
type Written = { text: string; depth: number; lossy: boolean };

const name = fc.oneof(fc.constantFrom("user_id", "a", "", '"', "\\", '\\"', "é", "{[", "1e400"), fc.string());
const number = fc
  .constantFrom("1", "-0", "9007199254740993", "1e400", "4.2e1", "0.1", "123456789012345678901", "1e-999")
  .map((text): Written => ({ text, depth: 0, lossy: isAlteredByParsing(text) }));
const plain = fc
  .oneof(
    fc.string().map((s) => JSON.stringify(s)),
    fc.constantFrom("true", "false", "null", '"1e400"', '"\\\\"', '"\\""'),
  )
  .map((text): Written => ({ text, depth: 0, lossy: false }));

const array = (items: Written[]): Written => ({
  text: `[${items.map((item) => item.text).join(" , ")}]`,
  depth: 1 + Math.max(0, ...items.map((item) => item.depth)),
  lossy: items.some((item) => item.lossy),
});
const object = (members: [string, Written][]): Written => ({
  text: `{${members.map(([key, member]) => `${JSON.stringify(key)} : ${member.text}`).join(",")}}`,
  depth: 1 + Math.max(0, ...members.map(([, member]) => member.depth)),
  lossy: members.some(([, member]) => member.lossy),
});
const { value } = fc.letrec<{ value: Written }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    number,
    plain,
    fc.array(tie("value"), { maxLength: 4 }).map(array),
    fc.array(fc.tuple(name, tie("value")), { maxLength: 4 }).map(object),
  ),
}));

describe("scanJson", () => {
  it("names the top-level fields that hold a lossy number, at any depth", () => {
    expect(keys('{"a":1,"b":[{"c":1e400}],"d":9007199254740993,"e":"1e400"}')).toEqual(["b", "d"]);
    expect(keys('{"\\u0061\\"":1e400}')).toEqual(['a"']);
    expect(keys('[1,{"a":1e400}]')).toEqual([""]);
    expect(keys("1e400")).toEqual([""]);
    expect(keys('{"a":1e400,"a":1}')).toEqual(["a"]);
  });

  it("finds exactly the fields that were written with one", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 6 }), (members) => {
        const { text } = object(members);
        JSON.parse(text);
        const expected = new Set(members.filter(([, member]) => member.lossy).map(([key]) => key));
        expect(scanJson(text)).toEqual({ tooDeep: false, lossyKeys: expected });
      }),
    );
  });

  it("counts depth, and not the brackets in texts", () => {
    const nested = (depth: number): string => `${"[".repeat(depth)}"[[{"${"]".repeat(depth)}`;
    expect(scanJson(nested(32)).tooDeep).toBe(false);
    expect(scanJson(nested(33)).tooDeep).toBe(true);
    expect(scanJson(`[${"[],".repeat(1000)}[]]`).tooDeep).toBe(false);
  });

  it("never throws, whatever the text", () => {
    const soup = fc.string({
      unit: fc.constantFrom(...'{}[]:,"\\-+.eE0129 tu\ud800é'.split("")),
      maxLength: 80,
    });
    fc.assert(
      fc.property(soup, (text) => {
        scanJson(text);
      }),
      { numRuns: 3000 },
    );
  });

  it("takes one pass over the worst of texts", () => {
    for (const piece of ['"', "\\", '\\"', '"\\', '\\\\"', "[]", "1e", "-", '"":', '"a":1e400,']) {
      scanJson(`{${piece.repeat(Math.floor(260_000 / piece.length))}`);
    }
    const long = "k".repeat(130_000);
    expect(keys(`{"${long}":[${"1e999,".repeat(20_000)}1],"b":1e999}`)).toEqual(["b", long]);
  });
});
