import { expect, it } from "vitest";
import { localInput } from "../../src/parts/local-input.ts";

it("is read back as the same minute", () => {
  const ms = new Date(2026, 0, 5, 9, 7, 0).getTime();
  expect(localInput(ms)).toBe("2026-01-05T09:07");
  expect(Date.parse(localInput(ms))).toBe(ms);
});
