import type { ChainableCommander } from "ioredis";
import { toRedisUnavailable } from "../redis-errors.ts";
import type { RedisLink } from "../redis-link.ts";
import { BEFORE_ALL, isAfter, readDeliveryEvent } from "./delivery-event.ts";
import { readRecipientEvent, type StoredEvent } from "./recipient-event.ts";

/** What one reading of the stream gave. */
export type EventPage = {
  events: StoredEvent[];
  /** Id of the last entry looked at; absent when there was none. */
  lastId?: string;
  /** Whether as many were looked at as asked for, so that there may be more. */
  full: boolean;
  gap?: EventGap;
};

/**
 * Between the entries `from` and `to` (both not included) there may have been some that are kept no longer. Who
 * stood at `from` goes on after `resume`.
 */
export type EventGap = { from: string; to: string; resume: string };

type Entry = [id: string, fields: string[]];

/** The stored events, read by position. All calls throw RedisUnavailableError only, and may be repeated. */
export class EventLog {
  readonly #redis: RedisLink;
  readonly #key: string;

  constructor(redis: RedisLink, key: string) {
    this.#redis = redis;
    this.#key = key;
  }

  /** Up to `limit` events after `position`, oldest first, and what is missing between it and the first of them. */
  async after(position: string, limit: number): Promise<EventPage> {
    // One transaction, so that nothing is trimmed between what the replies tell.
    const [page = [], first = [], last = []] = await this.#together((multi) =>
      multi
        .xrange(this.#key, `(${position}`, "+", "COUNT", limit)
        .xrange(this.#key, "-", "+", "COUNT", 1)
        .xrevrange(this.#key, "+", "-", "COUNT", 1),
    );
    const [lastId, gap] = [page.at(-1)?.[0], await this.#gap(position, first[0]?.[0], last[0]?.[0])];
    return {
      events: readEntries(page),
      ...(lastId !== undefined && { lastId }),
      full: page.length >= limit,
      ...(gap !== undefined && { gap }),
    };
  }

  /** What is missing after `position`. */
  async gapAfter(position: string): Promise<EventGap | undefined> {
    const [first = [], last = []] = await this.#together((multi) =>
      multi.xrange(this.#key, "-", "+", "COUNT", 1).xrevrange(this.#key, "+", "-", "COUNT", 1),
    );
    return await this.#gap(position, first[0]?.[0], last[0]?.[0]);
  }

  /** Id of the newest entry, or one that comes before all. */
  async newest(): Promise<string> {
    const [entry] = await this.#redis.run((redis) => redis.xrevrange(this.#key, "+", "-", "COUNT", 1));
    return entry?.[0] ?? BEFORE_ALL;
  }

  /**
   * A position after the newest entry is one of a stream that is there no more, or was set back (restored, or on a
   * server whose clock is behind): whoever waited there would wait for nothing.
   */
  async #gap(position: string, first = BEFORE_ALL, last = BEFORE_ALL): Promise<EventGap | undefined> {
    if (isAfter(position, last)) return { from: position, to: last, resume: last };
    if (!isAfter(first, position)) return undefined;
    // Nothing is missing from the very beginning, unless that is gone.
    if (position === BEFORE_ALL && !(await this.#isTrimmed())) return undefined;
    return { from: position, to: first, resume: position };
  }

  async #isTrimmed(): Promise<boolean> {
    const reply = await this.#redis.run(async (redis) => {
      // XINFO of a key that is not there is an error.
      if ((await redis.exists(this.#key)) === 0) return [];
      return (await redis.xinfo("STREAM", this.#key)) as unknown[];
    });
    const count = (name: string): number => Number(reply[reply.indexOf(name) + 1] ?? 0);
    return reply.length > 0 && count("entries-added") > count("length");
  }

  async #together(build: (multi: ChainableCommander) => ChainableCommander): Promise<Entry[][]> {
    const replies = await this.#redis.run((redis) => build(redis.multi()).exec());
    return (replies ?? []).map(([error, reply]) => {
      if (error) throw toRedisUnavailable(error);
      return reply as Entry[];
    });
  }
}

/** Entries as XREAD and XRANGE give them; what is no event of ours is left out. */
export function readEntries(entries: readonly Entry[]): StoredEvent[] {
  const events: StoredEvent[] = [];
  for (const [id, fields] of entries) {
    const event = readDeliveryEvent(id, fields) ?? readRecipientEvent(id, fields);
    if (event !== undefined) events.push(event);
  }
  return events;
}
