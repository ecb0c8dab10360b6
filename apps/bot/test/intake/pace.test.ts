import { describe, expect, it } from "vitest";
import { Pace } from "../../src/intake/pace.ts";

describe("Pace", () => {
  it("lets calls begin as far apart as it was told, and the first after a pause at once", () => {
    let nowMs = 1000;
    const pace = new Pace(3, () => nowMs);
    expect(pace.delayMs()).toBe(0);
    nowMs += 1;
    expect([pace.delayMs(), pace.delayMs()]).toEqual([2, 5]);
    nowMs += 7;
    expect(pace.delayMs()).toBe(1);
    nowMs += 4;
    expect([pace.delayMs(), pace.delayMs()]).toEqual([0, 3]);
  });
});
