import { RedisUnavailableError } from "../redis-errors.ts";
import { BEFORE_ALL, type DeliveryEvent, isAfter } from "./delivery-event.ts";
import type { EventLog } from "./event-log.ts";
import type { EventTail, Listening } from "./event-tail.ts";

/**
 * What a reader is told: events, or that between the entries `from` and `to` (both not included) there may have
 * been some that are kept no longer.
 */
export type Told =
  | { kind: "events"; events: readonly DeliveryEvent[] }
  | { kind: "gap"; from: string; to: string };

export type EventReaderOptions = {
  tail: EventTail;
  log: EventLog;
  /** Id of the last entry that is known already; without it the reader begins with now. BEFORE_ALL: all there is. */
  from?: string | undefined;
};

const PAGE = 500;
/** What came in while the reader was busy; more of it is read again from the stream, later. */
const BUFFERED_MAX = 1000;
const PAUSE_AFTER_TROUBLE_MS = 500;

/**
 * One reader of the event stream, from any place in it: what is stored first, then what happens, none missed and
 * none twice. It holds a bounded number of events; one that reads slowly reads from the stream again.
 */
export class EventReader {
  readonly #log: EventLog;
  readonly #tail: EventTail;
  #position: string | undefined;
  #buffer: DeliveryEvent[] = [];
  /** Something was not buffered: the stream tells. */
  #behind: boolean;
  #listening: Listening | undefined;
  #wake: (() => void) | undefined;
  #closed = false;

  constructor({ tail, log, from }: EventReaderOptions) {
    this.#tail = tail;
    this.#log = log;
    this.#position = from;
    this.#behind = from !== undefined;
  }

  /**
   * Begins to listen. Resolves with the id from which a reader that breaks off now would resume; waits for Redis
   * while it is away. To be called once, before `read`. Throws RedisUnavailableError.
   */
  async open(): Promise<string> {
    this.#listening = this.#tail.listen({
      onEvents: (events) => this.#take(events),
      onMissed: () => this.#fallBehind(),
    });
    if (this.#closed) this.#listening.close();
    await this.#listening.ready;
    this.#position ??= await this.#log.newest();
    return this.#position;
  }

  /** What is told, as soon as there is something, until `close`. One caller at a time. */
  async *read(): AsyncGenerator<Told, void, void> {
    while (!this.#closed) {
      if (this.#behind) yield* this.#readStored();
      else if (this.#buffer.length > 0) yield* this.#readBuffered();
      else await this.#woken();
    }
  }

  /** Ends `read` at once. May be called twice. */
  close(): void {
    this.#closed = true;
    this.#listening?.close();
    this.#buffer = [];
    this.#wake?.();
  }

  *#readBuffered(): Generator<Told> {
    const position = this.#position ?? BEFORE_ALL;
    const events = this.#buffer.filter((event) => isAfter(event.entryId, position));
    this.#buffer = [];
    const last = events.at(-1);
    if (last === undefined) return;
    this.#position = last.entryId;
    yield { kind: "events", events };
  }

  async *#readStored(): AsyncGenerator<Told, void, void> {
    // What happens from here on is buffered again, before the stream is asked: nothing falls between the two.
    this.#behind = false;
    this.#buffer = [];
    const position = this.#position ?? BEFORE_ALL;
    const page = await this.#log.after(position, PAGE).catch(passNothing);
    if (page === undefined) {
      this.#behind = true;
      return await this.#woken(PAUSE_AFTER_TROUBLE_MS);
    }
    const { gap } = page;
    this.#position = page.lastId ?? gap?.resume ?? position;
    if (gap !== undefined) yield { kind: "gap", from: gap.from, to: gap.to };
    if (page.full) this.#behind = true;
    if (page.events.length > 0) yield { kind: "events", events: page.events };
  }

  #take(events: readonly DeliveryEvent[]): void {
    if (this.#behind) return;
    if (this.#buffer.length + events.length > BUFFERED_MAX) {
      this.#fallBehind();
    } else {
      for (const event of events) this.#buffer.push(event);
      this.#wake?.();
    }
  }

  #fallBehind(): void {
    this.#behind = true;
    this.#buffer = [];
    this.#wake?.();
  }

  async #woken(mostMs?: number): Promise<void> {
    if (this.#closed) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (mostMs !== undefined) timer = setTimeout(resolve, mostMs);
    });
    clearTimeout(timer);
    this.#wake = undefined;
  }
}

function passNothing(error: unknown): undefined {
  if (error instanceof RedisUnavailableError) return undefined;
  throw error;
}
