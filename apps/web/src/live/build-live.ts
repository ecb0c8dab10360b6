import { randomUUID } from "node:crypto";
import {
  type Boards,
  type EventLog,
  type EventTail,
  type Hub,
  RedisUnavailableError,
} from "@bellwire/messaging";
import type { FindingsWatch } from "../findings/findings-watch.ts";
import type { StatsReader } from "../records/stats-reader.ts";
import { toStatsView } from "../records/stats-view.ts";
import { LiveBoards } from "./live-boards.ts";
import { LiveChanges } from "./live-changes.ts";
import { LiveFeed } from "./live-feed.ts";
import { LiveLook } from "./live-look.ts";
import { LiveMessages } from "./live-messages.ts";
import { LiveSubscribers } from "./live-subscribers.ts";

export type LiveParts = {
  hub: Hub;
  boards: Boards;
  events: { tail: EventTail; log: EventLog };
  stats: Pick<StatsReader, "read">;
  findings: Pick<FindingsWatch, "look">;
  readOnly: boolean;
  sandbox: boolean;
};

const STATS_EVERY_MS = 1000;
const FINDINGS_EVERY_MS = 2000;
/** Every page is sent them every second. */
const CHANNELS_MAX = 100;

/** The feed of `GET /live`, and what is to be called when a subscriber came, went or changed its state. */
export function buildLive({ hub, boards, events, stats, findings, readOnly, sandbox }: LiveParts) {
  const instance = randomUUID();
  const subscribers = new LiveSubscribers(hub);
  const feed = new LiveFeed({
    hello: () => JSON.stringify({ instance, at: new Date().toISOString(), read_only: readOnly, sandbox }),
    changes: new LiveChanges(events),
    sources: [
      subscribers,
      new LiveBoards(boards),
      new LiveLook({
        event: "findings",
        look: () => seen(() => findings.look()),
        everyMs: FINDINGS_EVERY_MS,
        tell: "changes",
      }),
      new LiveLook({
        event: "stats",
        look: () => seen(async () => toStatsView(await stats.read(), CHANNELS_MAX)),
        everyMs: STATS_EVERY_MS,
        tell: "always",
      }),
      new LiveMessages(hub),
    ],
  });
  return { feed, onHubChange: () => subscribers.noteChange() };
}

/** undefined while Redis is away. */
async function seen(look: () => Promise<object>): Promise<string | undefined> {
  try {
    return JSON.stringify(await look());
  } catch (error) {
    if (error instanceof RedisUnavailableError) return undefined;
    throw error;
  }
}
