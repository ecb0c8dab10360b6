import { describe, expect, it } from "vitest";
import { retryAfterMs, retryDelayMs } from "../../src/webhooks/retry-schedule.ts";

const seconds = (random: number) =>
  Array.from({ length: 11 }, (_, index) => retryDelayMs(index + 1, () => random)).map(
    (ms) => ms && ms / 1000,
  );

describe("retryDelayMs", () => {
  it("waits longer and longer, for 28 hours in all, and ends then", () => {
    const waits = seconds(0.5);
    expect(waits).toEqual([5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 43_200, undefined]);
    expect(waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0) / 3600).toBeCloseTo(27.7, 1);
  });

  it("is a fifth shorter or longer", () => {
    expect(seconds(0)[0]).toBe(4);
    expect(seconds(0.999_999)[1]).toBeCloseTo(36, 3);
  });
});

describe("retryAfterMs", () => {
  const now = Date.parse("2027-01-31T09:00:00Z");

  it.each([
    ["0", 0],
    ["120", 120_000],
    ["999999999", 3_600_000],
    ["Sun, 31 Jan 2027 09:01:00 GMT", 60_000],
    ["Sun, 31 Jan 2027 08:00:00 GMT", 0],
    ["Sun, 31 Jan 2028 09:00:00 GMT", 3_600_000],
    ["soon", undefined],
    ["", undefined],
    [null, undefined],
  ])("reads %j", (header, expected) => expect(retryAfterMs(header, now)).toBe(expected));
});
