import type { DeliveryStats } from "@bellwire/messaging";
import { describe, expect, it } from "vitest";
import { END_STATES, WAITING_STATES } from "../../src/records/states.ts";
import { lagOf, toStatsView } from "../../src/records/stats-view.ts";

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

describe("toStatsView", () => {
  it("shows every figure, also where there is nothing", () => {
    const view = toStatsView({ delivery: stats(), bots: [], quarantined: 0, nowMs: 0 });
    expect(view).toEqual({
      states: none,
      totals: {},
      oldest_waiting_ms: null,
      lag: 0,
      pending: 0,
      taken: 0,
      doors: { queue: { length: 0, pending: 0 }, stream: null },
      governor: { factor: 1, held_until: null },
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
    expect(toStatsView({ delivery, bots, quarantined: 3, nowMs: 100_000 })).toMatchObject({
      bots_alive: 1,
      quarantined: 3,
      oldest_waiting_ms: 1500,
      governor: { factor: 0.5, held_until: "2027-01-15T08:00:00.000Z" },
    });
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
