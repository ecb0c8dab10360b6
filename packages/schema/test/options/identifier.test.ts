import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNotificationId } from "../../src/options/identifier.ts";

describe("isNotificationId", () => {
  it("takes 1 to 128 of its characters, but for the dots of a path, and nothing else", () => {
    const character = fc.constantFrom(
      ..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-".split(""),
    );
    const dots = [".", ".."];
    const identifier = fc
      .string({ unit: character, minLength: 1, maxLength: 128 })
      .filter((text) => !dots.includes(text));
    fc.assert(fc.property(identifier, (id) => isNotificationId(id)));
    const foreign = fc.string({ unit: "binary", minLength: 1, maxLength: 1 });
    fc.assert(
      fc.property(identifier, foreign, (id, other) => {
        const more = /^[A-Za-z0-9._:-]$/.test(other) && id.length < 128;
        expect(isNotificationId(id + other)).toBe(more);
      }),
    );
    expect(isNotificationId("")).toBe(false);
    for (const text of dots) expect(isNotificationId(text)).toBe(false);
    expect(isNotificationId("x".repeat(129))).toBe(false);
    expect(isNotificationId(42)).toBe(false);
  });
});
