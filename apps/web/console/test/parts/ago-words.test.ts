import { expect, it } from "vitest";
import { agoWords } from "../../src/parts/ago-words.ts";

it.each([
  [0, "now"],
  [999, "now"],
  [1_000, "1 s ago"],
  [59_999, "59 s ago"],
  [60_000, "1 min ago"],
  [7_199_999, "1 h ago"],
  [86_400_000 * 3, "3 d ago"],
  [-90_000, "in 1 min"],
])("%i ms before is %s", (beforeMs, words) => {
  expect(agoWords(1_000_000 - beforeMs, 1_000_000)).toBe(words);
});
