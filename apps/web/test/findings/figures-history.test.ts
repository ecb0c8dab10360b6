import { describe, expect, it } from "vitest";
import { type Figures, FiguresHistory } from "../../src/findings/figures-history.ts";

type Counted = { published?: number; delivered?: number; received?: number };

function figures(atMs: number, channels: Record<string, Counted> = {}, more: Partial<Figures> = {}): Figures {
  const counted = Object.entries(channels).map(
    ([name, counts]) => [name, { published: 0, delivered: 0, received: 0, fannedOut: 0, ...counts }] as const,
  );
  return { atMs, lag: 0, channels: new Map(counted), listened: new Set(["a"]), ...more };
}

function historyOf(...all: Figures[]): FiguresHistory {
  const history = new FiguresHistory();
  for (const each of all) history.note(each);
  return history;
}

function lags(...all: number[]): FiguresHistory {
  return historyOf(...all.map((lag, at) => figures(at * 2000, {}, { lag })));
}

describe("FiguresHistory", () => {
  it("knows that the lag grows, once it did for a while", () => {
    expect(lags().lagGrowth()).toBeUndefined();
    expect(lags(0, 10, 20, 30).lagGrowth()).toBeUndefined();
    expect(lags(0, 10, 20, 20, 40).lagGrowth()).toEqual({ from: 0, to: 40, overMs: 8000 });
    expect(lags(100, 0, 10, 20, 20, 40).lagGrowth()).toEqual({ from: 0, to: 40, overMs: 8000 });
  });

  it("is not alarmed by a lag that is small, stays, or falls", () => {
    expect(lags(0, 1, 2, 3, 4, 5).lagGrowth()).toBeUndefined();
    expect(lags(500, 500, 500, 500, 500, 500).lagGrowth()).toBeUndefined();
    expect(lags(0, 100, 200, 300, 400, 350).lagGrowth()).toBeUndefined();
  });

  it("passes over what comes too soon", () => {
    const history = new FiguresHistory();
    for (let atMs = 0; atMs <= 8000; atMs += 10) history.note(figures(atMs, {}, { lag: atMs }));
    expect(history.lagGrowth()).toEqual({ from: 0, to: 8000, overMs: 8000 });
  });

  it("finds what was published on a channel that is listened to, and not received", () => {
    const at = (ms: number, published: number, received: number) =>
      figures(ms, { a: { published, received } });
    expect(historyOf(at(0, 5, 5), at(2000, 10, 10), at(4000, 20, 15)).lost()).toEqual([]);
    expect(historyOf(at(0, 5, 5), at(2000, 10, 5), at(4000, 10, 7)).lost()).toEqual([
      { channel: "a", count: 3 },
    ]);
    expect(historyOf(at(0, 5, 5), at(2000, 10, 500)).lost()).toEqual([]);
  });

  it("expects nothing on channels that are listened to only of late, or not at all", () => {
    const none = { listened: new Set<string>() };
    const [first, second, third] = [0, 2000, 4000].map((ms, at) =>
      figures(ms, { a: { published: at * 5 } }, none),
    );
    if (first === undefined || second === undefined || third === undefined) throw new Error();
    expect(historyOf(first, second, third).lost()).toEqual([]);
    expect(historyOf(first, second, { ...third, listened: new Set(["a"]) }).lost()).toEqual([]);
  });

  it("knows channels that nobody hears, until somebody does", () => {
    const history = historyOf(
      figures(0, { typo: { published: 2 }, fine: { published: 2, delivered: 1 } }),
      figures(2000, { typo: { published: 5 }, fine: { published: 2, delivered: 1 }, late: { published: 1 } }),
    );
    expect(history.unheard()).toMatchObject([
      { channel: "typo", count: 5, sinceMs: 0 },
      { channel: "late", count: 1, sinceMs: 2000 },
    ]);
    history.note(
      figures(4000, { typo: { published: 6, delivered: 1 }, fine: { published: 3, delivered: 1 } }),
    );
    expect(history.unheard()).toMatchObject([{ channel: "fine", count: 1 }]);
  });

  it("forgets them after ten minutes, and at a reset", () => {
    const history = historyOf(figures(0, { typo: { published: 2 } }));
    history.note(figures(599_000, { typo: { published: 2 } }));
    expect(history.unheard()).toHaveLength(1);
    history.note(figures(601_000, { typo: { published: 2 } }));
    expect(history.unheard()).toEqual([]);
    history.note(figures(603_000, { typo: { published: 3 } }));
    history.note(figures(605_000, {}));
    expect(history.unheard()).toEqual([]);
  });
});
