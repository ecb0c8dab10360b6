import { expect, it } from "vitest";
import { integerOf, userIdFault, userIdOf, wireUserId } from "../../src/api/user-id.ts";

it("names the same person by an integer and by its text", () => {
  expect(userIdOf(42)).toBe(userIdOf("42"));
  expect(userIdOf(null)).toBeUndefined();
});

it.each([
  ["42", 42],
  ["-1001234567890", -1001234567890],
  ["4503599627370495", 2 ** 52 - 1],
])("publishes %s as a number", (text, number) => {
  expect(integerOf(text)).toBe(number);
  expect(wireUserId(text)).toBe(number);
});

it.each(["0", "042", "4.2", "4503599627370496", "12345678901234567", "shop-7", "-"])(
  "publishes %s as the text that it is",
  (text) => {
    expect(integerOf(text)).toBeUndefined();
    expect(wireUserId(text)).toBe(text);
  },
);

it.each(["", "  ", ".", "..", "x".repeat(129), "a\nb", "a\u0000", "half \ud83d"])(
  "says why %j is nobody's id",
  (text) => {
    expect(userIdFault(text)).toMatch(/\.$/);
  },
);

it.each(["shop-7", "Ünal & söhne", "🔔", "a/b?c#d%", "x".repeat(128)])("takes %j for an id", (text) => {
  expect(userIdFault(text)).toBeUndefined();
});
