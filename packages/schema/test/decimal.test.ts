import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAlteredByParsing } from "../src/decimal.ts";

/** A decimal as an exact fraction; slow, and only for small exponents. */
function exact(text: string): { over: bigint; under: bigint } {
  const match = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (match === null) throw new Error(`not a decimal: ${text}`);
  const [, sign = "", whole = "", fraction = "", power = "0"] = match;
  const mantissa = BigInt(whole + fraction) * (sign === "-" ? -1n : 1n);
  const exponent = Number(power) - fraction.length;
  return exponent >= 0
    ? { over: mantissa * 10n ** BigInt(exponent), under: 1n }
    : { over: mantissa, under: 10n ** BigInt(-exponent) };
}

function oracle(text: string): boolean {
  const parsed = Number(text);
  if (!Number.isFinite(parsed)) return true;
  const written = exact(text);
  const kept = exact(String(parsed));
  return written.over * kept.under !== kept.over * written.under;
}

const digits = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789".split("")), minLength: min, maxLength: max });

const whole = fc.oneof(
  fc.constant("0"),
  fc.tuple(fc.integer({ min: 1, max: 9 }), digits(0, 25)).map((parts) => parts.join("")),
);
const fraction = fc.option(digits(1, 40), { nil: undefined });
const power = fc.option(fc.integer({ min: -420, max: 420 }), { nil: undefined });
const jsonNumber = fc
  .tuple(fc.boolean(), whole, fraction, power, fc.constantFrom("e", "E", "e+"))
  .map(([minus, first, rest, exponent, letter]) => {
    const e = exponent === undefined ? "" : `${exponent < 0 ? "e" : letter}${exponent}`;
    return `${minus ? "-" : ""}${first}${rest === undefined ? "" : `.${rest}`}${e}`;
  });

describe("isAlteredByParsing", () => {
  it.each([
    "0",
    "-0",
    "42",
    "42.0",
    "4.2e1",
    "0.1",
    "1e21",
    "9007199254740992",
    "5e-324",
    "0e999999999",
    "-1.50E+2",
  ])("keeps %s", (text) => expect(isAlteredByParsing(text)).toBe(false));

  it.each([
    "9007199254740993",
    "1e400",
    "-1e400",
    "1e-400",
    "0.1000000000000000055511151231257827",
    "1180591620717411303424",
  ])("alters %s", (text) => expect(isAlteredByParsing(text)).toBe(true));

  it("agrees with exact arithmetic on any number", () => {
    fc.assert(
      fc.property(jsonNumber, (text) => isAlteredByParsing(text) === oracle(text)),
      { numRuns: 3000 },
    );
  });

  it("agrees with exact arithmetic on what JavaScript prints, and on its neighbours", () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: 0, max: 9 }),
        (n, digit) => {
          const text = JSON.stringify(n);
          const longer = text.includes(".") && !text.includes("e") ? text + digit : text;
          return !isAlteredByParsing(text) && isAlteredByParsing(longer) === oracle(longer);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("is not slowed down by long digits and huge exponents", () => {
    const zeros = "0".repeat(260_000);
    expect(isAlteredByParsing(`1${zeros}`)).toBe(true);
    expect(isAlteredByParsing(`1.${zeros}`)).toBe(false);
    expect(isAlteredByParsing(`1.${zeros}1`)).toBe(true);
    expect(isAlteredByParsing(`0.${zeros}1e260001`)).toBe(false);
    expect(isAlteredByParsing(`1e${"9".repeat(260_000)}`)).toBe(true);
    expect(isAlteredByParsing(`1e-${"9".repeat(260_000)}`)).toBe(true);
    expect(isAlteredByParsing(`0e${"9".repeat(260_000)}`)).toBe(false);
  });
});
