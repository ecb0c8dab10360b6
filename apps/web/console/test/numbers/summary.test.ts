import { expect, it } from "vitest";
import { minutesOf, summaryOf } from "../../src/numbers/summary.ts";

it("tells the last, the mean and the most of what is known", () => {
  expect(summaryOf([1, null, 4, 1])).toEqual({ last: 1, mean: 2, most: 4 });
  expect(summaryOf([5, null])).toEqual({ last: null, mean: 5, most: 5 });
});

it("knows nothing of a line without figures", () => {
  expect(summaryOf([])).toEqual({ last: null, mean: null, most: null });
  expect(summaryOf([null])).toEqual({ last: null, mean: null, most: null });
});

it("gathers figures by the minute of the clock, the newest first, and leaves out minutes without points", () => {
  const columns = {
    timesMs: [59_000, 60_000, 61_000, 119_999, 240_000],
    figures: [
      [9, 1, null, 3, 7],
      [null, null, null, null, 5],
    ],
  };
  expect(minutesOf(columns)).toEqual([
    { fromMs: 240_000, means: [7, 5] },
    { fromMs: 60_000, means: [2, null] },
    { fromMs: 0, means: [9, null] },
  ]);
});

it("has no minutes without points", () => {
  expect(minutesOf({ timesMs: [], figures: [[]] })).toEqual([]);
});
