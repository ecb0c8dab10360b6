import { setTimeout as sleep } from "node:timers/promises";
import {
  type EventLog,
  EventReader,
  type EventTail,
  isAfter,
  RedisUnavailableError,
  type StoredEvent,
} from "@bellwire/messaging";
import { toServerSentEvent } from "../http/server-sent-events.ts";
import { EventBatch } from "./event-batch.ts";

type Joined = {
  tell: (event: Buffer) => void;
  /** What came while it is being told what it missed before. */
  held: Buffer[] | undefined;
};

const GATHERED_MS = 250;
/** Who missed more is told that it did, and reads what it needs. */
const MISSED_MAX = 1000;
const TRY_AGAIN_MS = 500;

/**
 * The changes of all notifications and recipients, in batches that are the same for all; each tells exactly how many it
 * leaves out.
 * Reads the stream of events once for all, and only between `start` and `stop`, in turn.
 */
export class LiveChanges {
  readonly #source: { tail: EventTail; log: EventLog };
  readonly #joined = new Set<Joined>();
  #reader: EventReader | undefined;
  /** Resolves when `#position` is known. */
  #opened: Promise<void> = Promise.resolve();
  /** Id of the last event that was gathered. */
  #position = "";
  #gathered = new EventBatch();
  #timer: NodeJS.Timeout | undefined;

  constructor(source: { tail: EventTail; log: EventLog }) {
    this.#source = source;
  }

  start(): void {
    const reader = new EventReader(this.#source);
    this.#reader = reader;
    this.#opened = new Promise((resolve) => void this.#follow(reader, resolve));
  }

  stop(): void {
    this.#reader?.close();
    this.#reader = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#gathered = new EventBatch();
  }

  /**
   * Tells one more what came after `lastId` and then what comes, none missed and none twice; without `lastId` it begins
   * with now. Waits for Redis while it is away. Returns what ends that.
   */
  join(tell: (event: Buffer) => void, lastId: string | undefined): () => void {
    const joined: Joined = { tell, held: [] };
    let here = true;
    void this.#opened.then(async () => {
      if (!here) return;
      // Its first batch begins where the last one of the others ends.
      this.#tellGathered();
      this.#joined.add(joined);
      const missed = await this.#missedAfter(lastId);
      if (here) for (const event of [missed, ...(joined.held ?? [])]) tell(event);
      joined.held = undefined;
    });
    return () => {
      here = false;
      this.#joined.delete(joined);
    };
  }

  async #follow(reader: EventReader, onOpened: () => void): Promise<void> {
    let position: string | undefined;
    while (position === undefined) {
      position = await reader.open().catch(passNothing);
      if (this.#reader !== reader) return;
      if (position === undefined) await sleep(TRY_AGAIN_MS);
    }
    this.#position = position;
    onOpened();
    for await (const told of reader.read()) {
      if (told.kind === "events") this.#gather(told.events);
      else this.#tellAll(toGap(told.from, told.to));
    }
  }

  #gather(events: readonly StoredEvent[]): void {
    this.#gathered.add(events);
    this.#position = events.at(-1)?.entryId ?? this.#position;
    this.#timer ??= setTimeout(() => this.#tellGathered(), GATHERED_MS);
  }

  #tellGathered(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#gathered.isEmpty) this.#tellAll(this.#gathered.take(this.#position));
  }

  #tellAll(event: Buffer): void {
    for (const { tell, held } of this.#joined) {
      if (held === undefined) tell(event);
      else held.push(event);
    }
  }

  async #missedAfter(lastId: string | undefined): Promise<Buffer> {
    const position = this.#position;
    // An id without data is no event, but where one resumes that is cut off before the first one.
    const nothing = Buffer.from(`id: ${position}\n\n`);
    if (lastId === undefined || lastId === position) return nothing;
    const page = await this.#source.log.after(lastId, MISSED_MAX).catch(passNothing);
    if (page === undefined || page.full || page.gap !== undefined) return toGap(lastId, position, position);
    const missed = new EventBatch();
    missed.add(page.events.filter(({ entryId }) => !isAfter(entryId, position)));
    return missed.isEmpty ? nothing : missed.take(position);
  }
}

/** Without `id`, a reader that is cut off right after it asks from where it stood, and is told again. */
function toGap(from: string, to: string, id?: string): Buffer {
  return Buffer.from(toServerSentEvent("gap", JSON.stringify({ from, to }), id));
}

function passNothing(error: unknown): undefined {
  if (error instanceof RedisUnavailableError) return undefined;
  throw error;
}
