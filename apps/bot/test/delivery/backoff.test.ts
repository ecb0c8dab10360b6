import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffMs } from "../../src/delivery/backoff.ts";

/** No jitter: exactly the middle. */
const middle = () => 0.5;

describe("backoffMs", () => {
  it("is the table of its description: 12 attempts within about 27 minutes", () => {
    const waits = Array.from({ length: 11 }, (_, index) => backoffMs(index + 1, middle));
    expect(waits.map((ms) => ms / 1000)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600]);
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBe(1_623_000);
  });

  it("stays within a fifth of the table's wait, and below 12 minutes for ever", () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), random, (failures, share) => {
        const wait = backoffMs(failures, () => share);
        const table = backoffMs(failures, middle);
        expect(wait).toBeGreaterThanOrEqual(table * 0.8);
        expect(wait).toBeLessThanOrEqual(table * 1.2);
        expect(wait).toBeLessThanOrEqual(720_000);
      }),
    );
  });

  it("differs from call to call by default", () => {
    expect(new Set(Array.from({ length: 20 }, () => backoffMs(11))).size).toBeGreaterThan(1);
  });
});
