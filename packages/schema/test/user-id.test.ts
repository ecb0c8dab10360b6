import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isUserId, LIMITS, userIdOf, userIdProblem } from "../src/index.ts";

describe("userIdProblem", () => {
  it.each([
    [undefined, "user_id is missing"],
    [null, "user_id must be an integer or a string, not null"],
    [["42"], "user_id must be an integer or a string, not an array"],
    [4.2, "user_id must be a whole number, or a string"],
    [0, "user_id must not be 0"],
    [2 ** 52, "user_id must lie between -4503599627370495 and 4503599627370495, or be a string"],
    ["", "user_id must not be empty"],
    [" ", "user_id must hold something visible, not only white space"],
    ["..", 'user_id must not be "." or ".."'],
    ["a\nb", "user_id must not contain control characters"],
    ["a\u0000", "user_id must not contain U+0000"],
    ["\ud800", "user_id must be well formed: a surrogate has no partner"],
    ["x".repeat(129), "user_id must have at most 128 UTF-16 code units"],
  ])("says of %j: %s", (value, words) => {
    expect(isUserId(value)).toBe(false);
    expect(userIdProblem(value)).toBe(words);
  });
});

describe("userIdOf", () => {
  it("reads every integer that may be one back as itself", () => {
    const id = fc.maxSafeInteger().filter(isUserId);
    fc.assert(fc.property(id, (userId) => userIdOf(String(userId)) === userId));
    expect(userIdOf(String(-LIMITS.userIdMax))).toBe(-LIMITS.userIdMax);
  });

  it("takes anything else for the string, so that two texts never name the same one", () => {
    const text = fc.oneof(fc.string(), fc.bigInt().map(String), fc.double().map(String));
    fc.assert(fc.property(text, (each) => String(userIdOf(each)) === each));
    for (const each of ["0", "-0", "042", "42.0", "4503599627370496", "4e2"])
      expect(userIdOf(each)).toBe(each);
  });
});
