import { expect, it } from "vitest";
import { countWords, figureWords, msWords } from "../../src/parts/figures.ts";

it("writes a digit after the point only where it says something", () => {
  expect([0, 0.25, 12.34, 99.96, 250.7].map(figureWords)).toEqual(["0", "0.3", "12.3", "100", "251"]);
  expect(countWords(12)).toBe("12");
});

it.each([
  [0, "0 ms"],
  [4.26, "4.3 ms"],
  [999, "999 ms"],
  [2_500, "2.5 s"],
  [59_000, "59 s"],
  [61_000, "1 min"],
  [7_200_000, "2 h"],
])("writes %d ms as %s", (ms, words) => {
  expect(msWords(ms)).toBe(words);
});
