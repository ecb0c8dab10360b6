import type { DeliveryStats } from "@bellwire/messaging";
import { describe, expect, it } from "vitest";
import { END_STATES, WAITING_STATES } from "../../src/records/states.ts";
import { lagOf, type StatsParts, toStatsView } from "../../src/records/stats-view.ts";

const none = Object.fromEntries([...WAITING_STATES, ...END_STATES].map((state) => [state, 0]));

function stats(fields: Partial<DeliveryStats> = {}): DeliveryStats {
  return {
    states: none as DeliveryStats["states"],
    totals: {},
    deadLetters: 0,
    finishedKept: 0,
    doors: { queue: 0, queuePending: 0 },
    governor: { factor: 1 },
    taken: 0,
    ...fields,
  };
}

const COUNTS = { published: 0, delivered: 0, received: 0, fannedOut: 0 };

function parts(fields: Partial<StatsParts> = {}): StatsParts {
  return {
    delivery: stats(),
    bots: [],
    doors: { channel: { subscribers: 0, bots: 0 }, queueLists: [] },
    hub: { ...COUNTS, subscribers: 0, channels: new Map(), status: "connecting" },
    quarantined: 0,
    nowMs: 0,
    ...fields,
  };
}

describe("toStatsView", () => {
  it("shows every figure, also where there is nothing", () => {
    const view = toStatsView(parts());
    expect(view).toEqual({
      published: 0,
      delivered: 0,
      received: 0,
      fanned_out: 0,
      channels: {},
      hub: { status: "connecting", subscribers: 0 },
      states: none,
      totals: {},
      oldest_waiting_ms: null,
      lag: 0,
      pending: 0,
      taken: 0,
      doors: {
        channel: { subscribers: 0, bots: 0 },
        queue: { length: 0, pending: 0, lists: [] },
        stream: null,
      },
      intake: { holder: null, remaining_ms: null },
      governor: { limit_per_second: null, per_second: null, factor: 1, held_until: null },
      latency: { p50_ms: null, p95_ms: null, p99_ms: null, count: null },
      dead_letters: 0,
      finished_kept: 0,
      quarantined: 0,
      bots_alive: 0,
    });
  });

  it("counts the bots that reported lately", () => {
    const bots = [
      { id: "a", atMs: 95_000, report: {} },
      { id: "b", atMs: 80_000, report: {} },
    ];
    const delivery = stats({
      oldestWaitingMs: 1500,
      governor: { factor: 0.5, heldUntilMs: 1_800_000_000_000 },
    });
    expect(toStatsView(parts({ delivery, bots, quarantined: 3, nowMs: 100_000 }))).toMatchObject({
      bots_alive: 1,
      quarantined: 3,
      oldest_waiting_ms: 1500,
      governor: { factor: 0.5, held_until: "2027-01-15T08:00:00.000Z" },
    });
  });
});

describe("toStatsView of what is at the doors", () => {
  it("shows who stands there", () => {
    const doors = {
      channel: { subscribers: 3, bots: 1 },
      queueLists: [{ bot: "a", length: 2 }],
      streamGroup: { lag: 4, consumers: [{ name: "a", pending: 1, idleMs: 20 }] },
      intake: { holder: "a", remainingMs: 2500 },
    };
    const delivery = stats({
      doors: { queue: 5, queuePending: 2, stream: { length: 50, unread: 4, pending: 1 } },
    });
    expect(toStatsView(parts({ delivery, doors }))).toMatchObject({
      doors: {
        channel: { subscribers: 3, bots: 1 },
        queue: { length: 5, pending: 2, lists: [{ bot: "a", length: 2 }] },
        stream: {
          length: 50,
          unread: 4,
          pending: 1,
          group_lag: 4,
          consumers: [{ name: "a", pending: 1, idle_ms: 20 }],
        },
      },
      intake: { holder: "a", remaining_ms: 2500 },
    });
  });

  it("shows the budget as the bots believe it, and what is left of it", () => {
    const bots = [{ id: "a", atMs: 0, report: { limit_per_second: 30, latency: [[8, 10]] } }];
    const delivery = stats({ governor: { factor: 0.5 } });
    expect(toStatsView(parts({ delivery, bots }))).toMatchObject({
      governor: { limit_per_second: 30, per_second: 14, factor: 0.5 },
      latency: { p50_ms: 4.4, p95_ms: 4.4, p99_ms: 4.4, count: 10 },
    });
    const free = [{ id: "a", atMs: 0, report: { limit_per_second: 0, latency: [] } }];
    expect(toStatsView(parts({ bots: free }))).toMatchObject({
      governor: { limit_per_second: 0, per_second: null },
      latency: { p50_ms: null, count: 0 },
    });
  });

  it("shows every channel, or those used last", () => {
    const counts = { published: 1, delivered: 2, received: 3, fannedOut: 4 };
    const channels = new Map([
      ["old", COUNTS],
      ["__proto__", counts],
    ]);
    const hub = { ...counts, subscribers: 3, channels, status: "ready" } as const;
    const view = toStatsView(parts({ hub }), 1) as { channels: object };
    expect(JSON.stringify(view.channels)).toBe(
      '{"__proto__":{"published":1,"delivered":2,"received":3,"fanned_out":4}}',
    );
    expect(toStatsView(parts({ hub }))).toMatchObject({ published: 1, fanned_out: 4, channels: { old: {} } });
  });
});

describe("lagOf", () => {
  it("counts what lies at the doors, and what web accepted there only once", () => {
    const doors = { queue: 2, queuePending: 1, stream: { length: 50, unread: 4, pending: 2 } };
    expect(lagOf(stats({ doors }))).toBe(9);
    expect(lagOf(stats({ doors, states: { ...stats().states, accepted: 7 } }))).toBe(9);
    expect(lagOf(stats({ states: { ...stats().states, accepted: 7 } }))).toBe(7);
  });
});
