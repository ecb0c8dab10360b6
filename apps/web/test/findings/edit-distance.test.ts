import { describe, expect, it } from "vitest";
import { isWithin } from "../../src/findings/edit-distance.ts";

describe("isWithin", () => {
  it.each([
    [0, "a", "a", true],
    [0, "a", "b", false],
    [1, "orders", "order", true],
    [1, "orders", "oders", true],
    [1, "orders", "orderz", true],
    [1, "orders", "odrers", true],
    [1, "orders", "oredrz", false],
    [2, "orders:new", "order:news", true],
    [2, "notification", "notifications:", true],
    [2, "notification", "notify", false],
    [2, "", "ab", true],
    [2, "", "abc", false],
    [2, "abc", "", false],
    [3, "ab", "ba", true],
  ])("%i: %s and %s: %s", (most, a, b, expected) => {
    expect(isWithin(most, a, b)).toBe(expected);
    expect(isWithin(most, b, a)).toBe(expected);
  });
});
