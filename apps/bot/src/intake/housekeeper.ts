import { setTimeout } from "node:timers/promises";
import {
  type DeliveryIntake,
  type Lease,
  type QueueReader,
  RedisUnavailableError,
  type StreamKeeper,
} from "@bellwire/messaging";
import type { Logger } from "@bellwire/runtime";
import type { Admission } from "./admission.ts";

export type HousekeeperOptions = {
  intake: Pick<DeliveryIntake, "housekeep">;
  queue: Pick<QueueReader, "sizes">;
  stream: Pick<StreamKeeper, "trim" | "forgetReaders" | "sizes">;
  admission: Pick<Admission, "noteRedisFull" | "noteStandby">;
  /** Whether Redis has no memory left. Throws RedisUnavailableError. */
  isFull: () => Promise<boolean>;
  lease: Pick<Lease, "state">;
  streamKeep: number;
  logger: Logger;
  everyMs?: number;
};

/** What lies at the doors, as last seen; zeros while another bot looks. */
export type DoorSizes = { queue: number; queuePending: number; streamUnread: number; streamPending: number };

const EVERY_MS = 1000;

/** Calls in a row, some hundred records each. What is left waits for the next time. */
const ROUNDS = 20;

/** A reader of the stream with whom nothing is pending is forgotten after so long; looked for so often. */
const READER_IDLE_MS = 60_000;
const READERS_EVERY = 60;

const NOTHING: DoorSizes = { queue: 0, queuePending: 0, streamUnread: 0, streamPending: 0 };

/** Once a second, while this bot holds the intake lease: ends what is over its time, keeps everything within bounds. */
export class Housekeeper {
  readonly name = "housekeeper";
  readonly #options: HousekeeperOptions;
  readonly #stopped = new AbortController();
  #loop: Promise<void> | undefined;
  #turns = 0;
  #sizes = NOTHING;

  constructor(options: HousekeeperOptions) {
    this.#options = options;
  }

  get sizes(): DoorSizes {
    return this.#sizes;
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Resolves when the turn under way is over. May be called twice. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { admission, everyMs = EVERY_MS } = this.#options;
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      if (this.#isHolder()) await this.#turn();
      else {
        this.#sizes = NOTHING;
        admission.noteStandby();
      }
      await setTimeout(everyMs, undefined, { signal }).catch(() => {});
    }
  }

  /** Trouble of Redis passes, and everything here may be done a second later. */
  async #turn(): Promise<void> {
    const { stream, streamKeep, logger } = this.#options;
    try {
      await this.#endAndTrim();
      await stream.trim(streamKeep);
      if (this.#turns++ % READERS_EVERY === 0) await stream.forgetReaders(READER_IDLE_MS);
      await this.#look();
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) logger.error({ err: error }, "housekeeping failed");
    }
  }

  async #endAndTrim(): Promise<void> {
    const { intake, admission, isFull } = this.#options;
    const full = await isFull();
    admission.noteRedisFull(full);
    for (let round = 0; round < ROUNDS && this.#isHolder() && !this.#stopped.signal.aborted; round += 1) {
      const { more } = await intake.housekeep(full);
      if (!more) return;
    }
  }

  async #look(): Promise<void> {
    const { queue, stream } = this.#options;
    const [list, entries] = await Promise.all([queue.sizes(), stream.sizes()]);
    this.#sizes = {
      queue: list.waiting,
      queuePending: list.pending,
      streamUnread: entries.unread ?? 0,
      streamPending: entries.pending,
    };
  }

  #isHolder(): boolean {
    return this.#options.lease.state === "held";
  }
}
