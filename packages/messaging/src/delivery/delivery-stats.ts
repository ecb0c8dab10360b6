import type { DeliveryKeys } from "../keys.ts";
import type { RedisLink } from "../redis-link.ts";
import { runDeliveryScript } from "../scripts/delivery/delivery-script.ts";
import { type StatsReply, statsScript } from "../scripts/delivery/stats.ts";
import type { DeliveryState } from "./model.ts";

export type DeliveryStats = {
  /** How many are in each state now; of the ends: how many there were since the beginning. */
  states: Record<DeliveryState, number>;
  /** What else was counted since the beginning, such as `dead_letters_dropped` and `budget_halved`. */
  totals: Record<string, number>;
  /** Age of the message that has waited longest since it was due; absent when none waits. */
  oldestWaitingMs?: number;
  deadLetters: number;
  finishedKept: number;
  doors: {
    queue: number;
    /** Taken from the queue and not admitted yet. */
    queuePending: number;
    /** Absent while there is no stream. `unread`: not given to the bots yet. */
    stream?: { length: number; unread: number; pending: number };
  };
  governor: {
    /** Share of the budget that is left after refusals, 0.125 to 1. */
    factor: number;
    /** Nothing is sent until then (Unix time). */
    heldUntilMs?: number;
  };
  /** Messages with a worker at the moment. */
  taken: number;
};

const STATES: readonly DeliveryState[] = [
  "accepted",
  "queued",
  "scheduled",
  "sending",
  "retrying",
  "held",
  "parked",
  "sent",
  "failed",
  "expired",
  "cancelled",
  "superseded",
];

/** Throws RedisUnavailableError. */
export async function fetchStats(redis: RedisLink, keys: DeliveryKeys): Promise<DeliveryStats> {
  return toStats(await runDeliveryScript(redis, keys, statsScript, []));
}

function toStats(reply: StatsReply): DeliveryStats {
  const [
    depthFields,
    oldestMs,
    deadLetters,
    finishedKept,
    queue,
    queuePending,
    stream,
    factor,
    heldMs,
    taken,
  ] = reply;
  const depth = new Map<string, number>();
  for (let at = 0; at + 1 < depthFields.length; at += 2)
    depth.set(String(depthFields[at]), Number(depthFields[at + 1]));
  const states = Object.fromEntries(STATES.map((state) => [state, depth.get(state) ?? 0]));
  const others = [...depth].filter(([name]) => !Object.hasOwn(states, name));
  const [length, unread, pending] = stream.map(Number);
  return {
    states: states as Record<DeliveryState, number>,
    totals: Object.fromEntries(others),
    ...(oldestMs >= 0 && { oldestWaitingMs: oldestMs }),
    deadLetters,
    finishedKept,
    doors: {
      queue,
      queuePending,
      ...(length !== undefined && { stream: { length, unread: unread ?? 0, pending: pending ?? 0 } }),
    },
    governor: { factor: Number(factor), ...(heldMs > 0 && { heldUntilMs: heldMs }) },
    taken,
  };
}
