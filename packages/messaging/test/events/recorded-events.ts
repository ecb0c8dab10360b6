import type { Redis } from "ioredis";
import { EventLog } from "../../src/events/event-log.ts";
import { EventTail } from "../../src/events/event-tail.ts";
import { isDeliveryEvent, type StoredEvent } from "../../src/events/recipient-event.ts";
import { RedisLink } from "../../src/redis-link.ts";

export const KEY = "test:events";

/** A tail on the stream KEY of the Redis at `url`, and what closes it. */
export async function openTail(url: string, commandUrl = url) {
  const redis = new RedisLink({ url: commandUrl, name: "test-link" });
  await redis.ready(5000);
  const log = new EventLog(redis, KEY);
  const tail = new EventTail({ url, name: "test-tail", key: KEY, log });
  tail.start();
  const close = async () => {
    await tail.stop();
    redis.close();
  };
  return { tail, log, close };
}

/** Appends an event about each of `ids`, as the scripts do. */
export async function tell(client: Redis, ids: readonly string[], maxLength = 1_000_000): Promise<void> {
  for (const id of ids) {
    const fields = ["id", id, "user_id", "42", "state", "queued", "at_ms", "1700000000000", "revision", "2"];
    await client.xadd(KEY, "MAXLEN", maxLength, "*", ...fields);
  }
}

/** Names of `count` messages, in order. */
export function names(count: number, prefix = "m"): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`);
}

/** The messages that events are about. */
export function idsOf(events: readonly StoredEvent[]): string[] {
  return events.filter(isDeliveryEvent).map(({ id }) => id);
}
