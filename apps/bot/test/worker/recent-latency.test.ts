import { describe, expect, it } from "vitest";
import { RecentLatency } from "../../src/worker/recent-latency.ts";

describe("RecentLatency", () => {
  it("counts per bucket, four to a doubling", () => {
    const latency = new RecentLatency(() => 0);
    for (const ms of [0, 0.5, 1, 2, 2.3, 2.4, 1024]) latency.note(ms);
    expect(latency.counts()).toEqual([
      [0, 3],
      [4, 2],
      [5, 1],
      [40, 1],
    ]);
  });

  it("forgets what is a minute old", () => {
    let nowMs = 0;
    const latency = new RecentLatency(() => nowMs);
    latency.note(1);
    nowMs = 59_000;
    latency.note(2);
    expect(latency.counts()).toHaveLength(2);
    nowMs = 60_000;
    expect(latency.counts()).toEqual([[4, 1]]);
    nowMs = 200_000;
    expect(latency.counts()).toEqual([]);
  });

  it("stays small however long it goes on and whatever it is told", () => {
    let nowMs = 0;
    const latency = new RecentLatency(() => nowMs);
    for (; nowMs < 3_600_000; nowMs += 1000) latency.note(nowMs * 1e9);
    expect(latency.counts()).toEqual([[120, 55]]);
  });
});
