import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJsonBytes } from "../src/parse-json.ts";

describe("parseJsonBytes", () => {
  it("parses any JSON value, also where a notification would not be", () => {
    expect(parseJsonBytes(Buffer.from("[1,2]"))).toEqual({
      ok: true,
      value: { value: [1, 2], lossyKeys: new Set() },
    });
    expect(parseJsonBytes(Buffer.from('{"a":1e400}'))).toMatchObject({
      value: { lossyKeys: new Set(["a"]) },
    });
  });

  it("reads back what JSON.stringify wrote", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const parsed = parseJsonBytes(Buffer.from(JSON.stringify(value)));
        // A lone surrogate is written as an escape and so survives; -0 is written as 0.
        expect(parsed).toEqual({
          ok: true,
          value: { value: JSON.parse(JSON.stringify(value)), lossyKeys: new Set() },
        });
      }),
    );
  });

  it("never throws, and never says what the bytes were", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const parsed = parseJsonBytes(bytes);
        if (!parsed.ok)
          expect(parsed.problem.detail).toMatch(/^(the payload is not valid|objects and arrays)/);
      }),
      { numRuns: 2000 },
    );
  });

  it("judges size before UTF-8, UTF-8 before depth, depth before syntax", () => {
    const code = (bytes: Uint8Array): string | false => {
      const parsed = parseJsonBytes(bytes);
      return !parsed.ok && parsed.problem.code;
    };
    expect(code(Buffer.alloc(262_145, 0xff))).toBe("too_large");
    expect(code(Buffer.alloc(262_144, 0xff))).toBe("invalid_utf8");
    expect(code(Buffer.concat([Buffer.alloc(100, "["), Buffer.of(0xff)]))).toBe("invalid_utf8");
    expect(code(Buffer.alloc(100, "["))).toBe("too_deep");
    expect(code(Buffer.alloc(10, "["))).toBe("invalid_json");
  });
});
