import {
  type ChannelCounts,
  type DeliveryStats,
  type DoorsView,
  type HubStats,
  intervalsOf,
  type PresenceReport,
} from "@bellwire/messaging";
import { botFiguresOf } from "./bot-figures.ts";

/** What `/stats` is made of. */
export type StatsParts = {
  delivery: DeliveryStats;
  bots: readonly PresenceReport[];
  doors: DoorsView;
  hub: HubStats;
  quarantined: number;
  nowMs: number;
};

/** Bots report every few seconds. */
const ALIVE_MS = 10_000;

/**
 * The JSON of `GET /stats`. `totals` and the ends among `states` count since the beginning of the installation; what the
 * hub counts, since this process began or was reset.
 * @param channelsMost of so many channels the counts are shown, those used last
 */
export function toStatsView(parts: StatsParts, channelsMost = Number.POSITIVE_INFINITY): object {
  const { delivery, hub, quarantined } = parts;
  const { states, totals, oldestWaitingMs, deadLetters, finishedKept, taken } = delivery;
  const alive = aliveBots(parts);
  const { limitPerSecond, latency, deliveries } = botFiguresOf(alive);
  return {
    ...toCounts(hub),
    channels: toChannels(hub.channels, channelsMost),
    hub: { status: hub.status, subscribers: hub.subscribers },
    states,
    totals,
    oldest_waiting_ms: oldestWaitingMs ?? null,
    lag: lagOf(delivery),
    pending: pendingOf(delivery),
    taken,
    doors: toDoors(parts),
    intake: toIntake(parts.doors),
    governor: toGovernor(delivery, limitPerSecond),
    latency: {
      p50_ms: latency?.p50 ?? null,
      p95_ms: latency?.p95 ?? null,
      p99_ms: latency?.p99 ?? null,
      count: alive.length > 0 ? deliveries : null,
    },
    dead_letters: deadLetters,
    finished_kept: finishedKept,
    quarantined,
    bots_alive: alive.length,
  };
}

/** The bots that reported lately. */
export function aliveBots({ bots, nowMs }: Pick<StatsParts, "bots" | "nowMs">): PresenceReport[] {
  return bots.filter(({ atMs }) => nowMs - atMs <= ALIVE_MS);
}

function toCounts({ published, delivered, received, fannedOut }: Readonly<ChannelCounts>) {
  return { published, delivered, received, fanned_out: fannedOut };
}

/** The hub keeps the channels in the order of their last use. */
function toChannels(channels: HubStats["channels"], most: number) {
  const shown = [...channels].slice(-most);
  return Object.fromEntries(shown.map(([name, counts]) => [name, toCounts(counts)]));
}

function toDoors({ delivery, doors }: StatsParts) {
  const { queue, queuePending, stream } = delivery.doors;
  const { channel, queueLists, streamGroup } = doors;
  const consumers = (streamGroup?.consumers ?? []).map(({ name, pending, idleMs }) => ({
    name,
    pending,
    idle_ms: idleMs,
  }));
  return {
    channel,
    queue: { length: queue, pending: queuePending, lists: queueLists },
    stream: stream === undefined ? null : { ...stream, group_lag: streamGroup?.lag ?? null, consumers },
  };
}

function toIntake({ intake }: DoorsView) {
  return { holder: intake?.holder ?? null, remaining_ms: intake?.remainingMs ?? null };
}

/** `per_second`: how many may be sent now, a little below the limit; null without a limit, or where no bot says it. */
function toGovernor(
  { governor: { factor, heldUntilMs } }: DeliveryStats,
  limitPerSecond: number | undefined,
) {
  const { globalMs } = intervalsOf({ perSecond: limitPerSecond ?? 0, laneIntervalMs: 0, groupPerMinute: 0 });
  return {
    limit_per_second: limitPerSecond ?? null,
    per_second: globalMs > 0 ? Math.round((1000 / globalMs) * factor * 10) / 10 : null,
    factor,
    held_until: heldUntilMs === undefined ? null : new Date(heldUntilMs).toISOString(),
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
