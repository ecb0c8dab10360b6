import { expect, it } from "vitest";
import { besidePercent, progressOf } from "../../src/live/board-progress.ts";

it.each([
  [0, 0],
  [42.5, 42.5],
  [100, 100],
  [101, undefined],
  [-1, undefined],
  ["50", undefined],
  [null, undefined],
  [{ percent: 40 }, 40],
  [{ percent: 140 }, 100],
  [{ percent: "40" }, undefined],
  [[40], undefined],
])("%j is %j of 100", (value, percent) => {
  expect(progressOf(value)).toBe(percent);
});

it("keeps what stands beside the percentage", () => {
  expect(besidePercent({ percent: 40, step: "copy" })).toEqual({ step: "copy" });
  expect(besidePercent({ percent: 40 })).toBeUndefined();
  expect(besidePercent({ step: "copy" })).toEqual({ step: "copy" });
});
