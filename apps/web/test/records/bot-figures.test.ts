import { describe, expect, it } from "vitest";
import { botFiguresOf } from "../../src/records/bot-figures.ts";

function bot(report: unknown) {
  return { id: "b", atMs: 0, report };
}

describe("botFiguresOf", () => {
  it("knows nothing without bots", () => {
    expect(botFiguresOf([])).toEqual({ deliveries: 0 });
  });

  it("adds the deliveries of all bots, and finds how long they took, a tenth off at most", () => {
    const [fast, slow] = [
      bot({ limit_per_second: 30, latency: [[8, 90]] }),
      bot({
        latency: [
          [8, 5],
          [40, 5],
        ],
      }),
    ];
    const { limitPerSecond, latency, deliveries } = botFiguresOf([fast, slow]);
    expect([limitPerSecond, deliveries]).toEqual([30, 100]);
    expect(latency).toEqual({ p50: 4.4, p95: 4.4, p99: 1116.7 });
  });

  it.each([
    [null],
    ["x"],
    [{ latency: "x", limit_per_second: "30" }],
    [{ latency: [[1]], limit_per_second: -1 }],
    [{ latency: [[-1, 5]] }],
    [{ latency: [[1, Number.MAX_VALUE]] }],
    [{ latency: Array.from({ length: 1000 }, () => [1, 1]) }],
  ])("leaves out what does not fit: %j", (report) => {
    expect(botFiguresOf([bot(report)])).toEqual({ deliveries: 0 });
  });
});
