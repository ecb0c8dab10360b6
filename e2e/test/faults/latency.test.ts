import { describe, expect, it } from "vitest";
import type { Attempt, History } from "../../src/faults/history.ts";
import { quantileMs, waitsMs } from "../../src/faults/latency.ts";

function attempt(text: string, begunMs: number, chatId = 1): Attempt {
  return {
    text,
    chatId,
    source: "LPUSH",
    order: begunMs,
    begunMs,
    endedMs: begunMs + 5,
    outcome: "accepted",
  };
}

describe("how long messages waited", () => {
  const history: History = {
    attempts: [attempt("a", 0), attempt("b", 10), attempt("c", 20), attempt("other", 10, 2)],
    arrivals: [
      { text: "b", chatId: 1, atMs: 30 },
      { text: "b", chatId: 1, atMs: 99 },
      { text: "other", chatId: 2, atMs: 12 },
    ],
  };

  it("is counted from the acceptance to the first arrival, and is endless for what never came", () => {
    expect(waitsMs(history, { fromMs: 5, toMs: 30 })).toEqual([15, Number.POSITIVE_INFINITY, 0]);
  });

  it("can be asked of some chats only", () => {
    expect(waitsMs(history, { chats: [1], fromMs: 5, toMs: 15 })).toEqual([15]);
  });
});

describe("a quantile", () => {
  it("is a value that so many do not exceed", () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([0.5, 0.99, 1].map((share) => quantileMs(values, share))).toEqual([50, 99, 100]);
    expect(quantileMs([], 0.5)).toBeNaN();
  });
});
