import { DeliveryDesk, EventLog, EventTail, type Hub, type Keys, type RedisLink } from "@bellwire/messaging";
import type { Metrics } from "@bellwire/runtime";
import type { WebConfig } from "../config.ts";
import { createEventStreams, type EventStreamLimits } from "../http/event-streams.ts";
import { ChangeWatch } from "./change-watch.ts";
import { DepthGauges } from "./depth-gauges.ts";
import { RecordWaiter } from "./record-waiter.ts";
import { StatsReader } from "./stats-reader.ts";

export type RecordsBasis = {
  config: WebConfig;
  redis: RedisLink;
  keys: Keys;
  metrics: Metrics;
  hub: Hub;
  /** Bounds and times of `GET /events`. */
  eventStreams: EventStreamLimits | undefined;
  /** Requests that may wait for a change at a time. */
  maxWatchers: number;
};

/** What tells of notifications that were accepted: their records, the stream of their changes, and the figures. */
export function buildRecords({ config, redis, keys, metrics, hub, eventStreams, maxWatchers }: RecordsBasis) {
  const { prefix, channel, redisUrl } = config;
  const desk = new DeliveryDesk({ redis, prefix });
  const log = new EventLog(redis, keys.events);
  const tail = new EventTail({ url: redisUrl, name: "bellwire-web-events", key: keys.events, log });
  const watch = new ChangeWatch({ tail, maxWatchers });
  metrics.gauge("notification_watchers", "Requests that wait for a change of a notification", {
    read: () => watch.watchers,
  });
  return {
    desk,
    log,
    tail,
    waiter: new RecordWaiter({ desk, watch }),
    events: createEventStreams({ tail, log, metrics, ...eventStreams }),
    stats: new StatsReader({ redis, keys, prefix, channel, desk, hub }),
    gauges: new DepthGauges({ stats: () => desk.stats(), metrics }),
  };
}
