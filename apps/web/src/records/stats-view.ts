import type { DeliveryStats, PresenceReport } from "@bellwire/messaging";

/** What `/stats` is made of. */
export type StatsParts = {
  delivery: DeliveryStats;
  bots: readonly PresenceReport[];
  quarantined: number;
  nowMs: number;
};

/** Bots report every few seconds. */
const ALIVE_MS = 10_000;

/** The JSON of `GET /stats`. `totals` and the ends among `states` count since the beginning of the installation. */
export function toStatsView({ delivery, bots, quarantined, nowMs }: StatsParts) {
  const { states, totals, oldestWaitingMs, deadLetters, finishedKept, doors, governor, taken } = delivery;
  return {
    states,
    totals,
    oldest_waiting_ms: oldestWaitingMs ?? null,
    lag: lagOf(delivery),
    pending: pendingOf(delivery),
    taken,
    doors: { queue: { length: doors.queue, pending: doors.queuePending }, stream: doors.stream ?? null },
    governor: {
      factor: governor.factor,
      held_until: governor.heldUntilMs === undefined ? null : new Date(governor.heldUntilMs).toISOString(),
    },
    dead_letters: deadLetters,
    finished_kept: finishedKept,
    quarantined,
    bots_alive: bots.filter(({ atMs }) => nowMs - atMs <= ALIVE_MS).length,
  };
}

/** What a bot has read from the stream door and not admitted yet. */
export function pendingOf({ doors }: DeliveryStats): number {
  return doors.queuePending + (doors.stream?.pending ?? 0);
}

/** What came in and no bot has admitted yet, over all doors; at least, for what lies at a door has two names. */
export function lagOf({ states, doors }: DeliveryStats): number {
  // What web accepted for the queue and the stream is in state accepted and at its door as well: counted once.
  const atDoors =
    doors.queue + doors.queuePending + (doors.stream?.unread ?? 0) + (doors.stream?.pending ?? 0);
  return Math.max(states.accepted, atDoors);
}
