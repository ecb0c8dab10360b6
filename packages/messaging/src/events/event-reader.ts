import { historyThenLive } from "../history/history-then-live.ts";
import type { Listening } from "../listening.ts";
import { RedisUnavailableError } from "../redis-errors.ts";
import { BEFORE_ALL, isAfter } from "./delivery-event.ts";
import type { EventGap, EventLog } from "./event-log.ts";
import type { EventTail } from "./event-tail.ts";
import type { StoredEvent } from "./recipient-event.ts";

/**
 * What a reader is told: events, or that between the entries `from` and `to` (both not included) there may have
 * been some that are kept no longer.
 */
export type Told =
  | { kind: "events"; events: readonly StoredEvent[] }
  | { kind: "gap"; from: string; to: string };

export type EventReaderOptions = {
  tail: EventTail;
  log: EventLog;
  /** Id of the last entry that is known already; without it the reader begins with now. BEFORE_ALL: all there is. */
  from?: string | undefined;
};

const PAGE = 500;

/**
 * One reader of the event stream, from any place in it: what is stored first, then what happens, none missed and
 * none twice. It holds a bounded number of events; one that reads slowly reads from the stream again.
 */
export class EventReader {
  readonly #log: EventLog;
  readonly #tail: EventTail;
  readonly #end = new AbortController();
  #position: string | undefined;
  /** Keeps the tail reading until `read` listens itself. */
  #opening: Listening | undefined;

  constructor({ tail, log, from }: EventReaderOptions) {
    this.#tail = tail;
    this.#log = log;
    this.#position = from;
  }

  /**
   * Begins to listen. Resolves with the id from which a reader that breaks off now would resume; waits for Redis
   * while it is away. To be called once, before `read`. Throws RedisUnavailableError.
   */
  async open(): Promise<string> {
    this.#opening = this.#tail.listen({ onEvents: () => {}, onMissed: () => {} });
    if (this.#end.signal.aborted) this.#opening.close();
    await this.#opening.ready;
    this.#position ??= await this.#log.newest();
    return this.#position;
  }

  /** What is told, as soon as there is something, until `close`. To be called once. */
  async *read(): AsyncGenerator<Told, void, void> {
    const batches = historyThenLive<StoredEvent | EventGap, string>({
      from: this.#position ?? BEFORE_ALL,
      readHistory: (after) => this.#readPage(after),
      subscribe: ({ onLive, onMissed }) => {
        const listening = this.#tail.listen({ onEvents: onLive, onMissed });
        this.#opening?.close();
        return listening;
      },
      positionOf: (item) => (isEvent(item) ? item.entryId : item.resume),
      isAfter,
      signal: this.#end.signal,
    });
    for await (const items of batches) yield* toTold(items);
  }

  /** Ends `read`, also while it waits. May be called twice. */
  close(): void {
    this.#end.abort();
    this.#opening?.close();
  }

  /** A page that cannot be read now is tried again. */
  async #readPage(after: string) {
    try {
      const { events, lastId, full, gap } = await this.#log.after(after, PAGE);
      const items = gap === undefined ? events : [gap, ...events];
      return { items, position: lastId ?? gap?.resume ?? after, more: full };
    } catch (error) {
      if (error instanceof RedisUnavailableError) return undefined;
      throw error;
    }
  }
}

function* toTold(items: readonly (StoredEvent | EventGap)[]): Generator<Told> {
  for (const item of items) if (!isEvent(item)) yield { kind: "gap", from: item.from, to: item.to };
  const events = items.filter(isEvent);
  if (events.length > 0) yield { kind: "events", events };
}

function isEvent(item: StoredEvent | EventGap): item is StoredEvent {
  return "entryId" in item;
}
