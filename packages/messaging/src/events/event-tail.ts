import { Redis } from "ioredis";
import type { Listening } from "../listening.ts";
import { type RedisUnavailableError, toRedisUnavailable } from "../redis-errors.ts";
import { connectionOptions } from "../redis-link.ts";
import { type EventLog, readEntries } from "./event-log.ts";
import type { StoredEvent } from "./recipient-event.ts";

export type EventListener = {
  /** Told in the order of the stream, none twice. Must not throw. */
  onEvents(events: readonly StoredEvent[]): void;
  /** Events may have been missed here: what is stored tells. Must not throw. */
  onMissed(): void;
};

export type EventTailOptions = {
  url: string;
  /** Shown by CLIENT LIST. */
  name: string;
  key: string;
  log: EventLog;
  /** Called with each error of the connection, for counting and logging. */
  onTrouble?: (error: RedisUnavailableError) => void;
};

/** A blocking read ends after so long without events, so that a dead connection is found. */
const BLOCK_MS = 1000;
/** What is given for the answer beside that. */
const ANSWER_MS = 1500;
const PAUSE_AFTER_TROUBLE_MS = 200;
const BATCH = 1000;

/**
 * Tells many listeners what is appended to the event stream, over one connection. It reads only while somebody
 * listens, so that a busy stream costs nothing where nobody asks. After an outage it goes on where it stood.
 */
export class EventTail {
  readonly #options: EventTailOptions;
  readonly #listeners = new Set<EventListener>();
  #connection: Redis | undefined;
  /** Id of the last entry told; undefined while nobody listens. */
  #position: string | undefined;
  #positioned: (() => void)[] = [];
  #wake: (() => void) | undefined;
  #stopped = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: EventTailOptions) {
    this.#options = options;
  }

  /** Connects, and goes on trying until `stop`. */
  start(): void {
    const { url, name, onTrouble } = this.#options;
    this.#connection = new Redis(url, {
      ...connectionOptions(name),
      commandTimeout: BLOCK_MS + ANSWER_MS,
      socketTimeout: BLOCK_MS + 2 * ANSWER_MS,
    });
    this.#connection.on("ready", () => this.#wake?.());
    this.#connection.on("error", (error: unknown) => onTrouble?.(toRedisUnavailable(error)));
    this.#loop = this.#run(this.#connection);
  }

  /** Ends the connection; listeners are told nothing more. May be called twice. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#connection?.disconnect();
    this.#wake?.();
    this.#sayPositioned();
    await this.#loop;
  }

  /** Tells `listener` of every event from the moment `ready` resolves, perhaps of some before it. */
  listen(listener: EventListener): Listening {
    this.#listeners.add(listener);
    const ready = new Promise<void>((resolve) => {
      if (this.#position !== undefined || this.#stopped) resolve();
      else this.#positioned.push(resolve);
    });
    this.#wake?.();
    return { ready, close: () => void this.#listeners.delete(listener) };
  }

  async #run(connection: Redis): Promise<void> {
    while (!this.#stopped) {
      if (this.#listeners.size === 0) {
        this.#position = undefined;
        await this.#woken();
      } else {
        await this.#step(connection);
      }
    }
  }

  async #step(connection: Redis): Promise<void> {
    try {
      const position = this.#position ?? (await this.#begin());
      const got = await this.#read(connection, position);
      if (got !== "some") await this.#lookWhetherMissed();
    } catch (error) {
      if (this.#stopped) return;
      const trouble = toRedisUnavailable(error);
      this.#options.onTrouble?.(trouble);
      // A command given up is still in its place on the connection: what comes next would wait behind it.
      if (trouble.trouble === "timeout") connection.disconnect(true);
      await this.#woken(PAUSE_AFTER_TROUBLE_MS);
      if (this.#position !== undefined) await this.#lookWhetherMissed().catch(() => {});
    }
  }

  async #begin(): Promise<string> {
    const position = await this.#options.log.newest();
    this.#position = position;
    this.#sayPositioned();
    return position;
  }

  async #read(connection: Redis, position: string): Promise<"none" | "some" | "full"> {
    const { key } = this.#options;
    const reply = await connection.xread("COUNT", BATCH, "BLOCK", BLOCK_MS, "STREAMS", key, position);
    const entries = reply?.[0]?.[1] ?? [];
    const last = entries.at(-1)?.[0];
    if (last === undefined) return "none";
    this.#position = last;
    const events = readEntries(entries);
    for (const listener of this.#listeners) listener.onEvents(events);
    return entries.length >= BATCH ? "full" : "some";
  }

  /** The stream may have been trimmed beyond where we stand (we were away, or too slow), or be another one now. */
  async #lookWhetherMissed(): Promise<void> {
    if (this.#position === undefined) return;
    const gap = await this.#options.log.gapAfter(this.#position);
    if (gap === undefined) return;
    this.#position = gap.resume;
    for (const listener of this.#listeners) listener.onMissed();
  }

  #sayPositioned(): void {
    for (const resolve of this.#positioned.splice(0)) resolve();
  }

  /** Waits for a listener, a connection or the end, at most `mostMs`. */
  async #woken(mostMs?: number): Promise<void> {
    if (this.#stopped) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (mostMs !== undefined) timer = setTimeout(resolve, mostMs);
    });
    clearTimeout(timer);
    this.#wake = undefined;
  }
}
