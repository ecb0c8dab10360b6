import { expect, it } from "vitest";
import { isLong } from "../../src/messages/is-long.ts";

it("counts characters and lines", () => {
  expect(isLong("a".repeat(800))).toBe(false);
  expect(isLong("a".repeat(801))).toBe(true);
  expect(isLong("line\n".repeat(11))).toBe(false);
  expect(isLong("line\n".repeat(12))).toBe(true);
});
