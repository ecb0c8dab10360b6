import type { World } from "../model/world.ts";
import { type ControlReply, done, type Route } from "./route.ts";

/** Counters as the control API writes them. Exact since the start or the last reset. */
export interface SandboxStats {
  /** Calls of the Bot API, refused ones and long polls included. */
  calls: number;
  /** Messages the bot wrote. */
  sent: number;
  /** Refused calls by HTTP status, those of faults included. */
  refused: Record<string, number>;
  /** Calls spoiled by faults, by kind. */
  faults: Record<string, number>;
  /** The most messages the bot wrote in any 1,000 ms. */
  busiest_second: number;
  chats: number;
  chats_forgotten: number;
  updates_waiting: number;
  updates_dropped: number;
  /** Whether a bot's long poll is open right now. */
  polling: boolean;
  rss_bytes: number;
}

const startedMs = performance.now();

export const stateRoutes: readonly Route[] = [
  { method: "GET", path: "health", run: ({ world }) => health(world) },
  { method: "GET", path: "stats", run: ({ world }) => ({ status: 200, body: readStats(world) }) },
  { method: "POST", path: "reset", run: ({ world }) => reset(world) },
];

export function readStats(world: World): SandboxStats {
  const { counters, chats, updates } = world;
  return {
    calls: counters.calls,
    sent: counters.sent,
    refused: { ...counters.refused },
    faults: { ...counters.faults },
    busiest_second: counters.busiestSecond,
    chats: chats.size,
    chats_forgotten: chats.forgotten,
    updates_waiting: updates.size,
    updates_dropped: updates.dropped,
    polling: updates.isPolled,
    rss_bytes: process.memoryUsage.rss(),
  };
}

function health(world: World): ControlReply {
  const uptimeSeconds = Math.trunc((performance.now() - startedMs) / 1000);
  return { status: 200, body: { status: "ok", bot: world.bot, uptime_seconds: uptimeSeconds } };
}

function reset(world: World): ControlReply {
  world.reset();
  return done;
}
