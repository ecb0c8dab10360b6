import { setTimeout } from "node:timers/promises";
import { type IntakeItem, type Lease, RedisUnavailableError } from "@bellwire/messaging";
import type { Health, Logger } from "@bellwire/runtime";
import { redisBackoffMs } from "../worker/redis-backoff.ts";
import type { Admission } from "./admission.ts";
import { type AskedDoor, doorWords } from "./door-words.ts";

/** How the list or the stream is read. All but `close` throw RedisUnavailableError. */
export type DoorSource = {
  /** Everything taken and not admitted yet, oldest first, then new; the same again until it is admitted. */
  read(): Promise<{ kind: "lost" } | { kind: "wrong_type" } | { kind: "read"; items: IntakeItem[] }>;
  /** Resolves when there may be something new, at the latest after `timeoutMs`. Takes nothing. */
  wait(timeoutMs: number): Promise<void>;
  /** Ends a wait. */
  close(): void;
};

export type AskedDoorOptions = {
  door: AskedDoor;
  /** The door's key, for words. */
  key: string;
  source: DoorSource;
  admission: Pick<Admission, "admit" | "noteRedisFull">;
  lease: Pick<Lease, "state">;
  health: Pick<Health, "set">;
  logger: Logger;
};

/** A wait without anything new ends after so long. */
const WAIT_MS = 1000;

/** How often a bot that stands by looks whether it is its turn. */
const STANDBY_MS = 100;

/** Redis says that the lease is another's, and this bot does not know it yet: at its next look at the lease it will. */
const LOST_MS = 100;

/** So long a full queue is left alone, from the first time to the last. */
const FULL_FROM_MS = 250;
const FULL_TO_MS = 2000;

/**
 * The loop of a door that is read by asking. It holds nothing in memory from one round to the next: what was read and
 * not admitted lies in Redis, and is what the next reading begins with. So whatever happens to a reply, to the lease or
 * to this process, the answer is to read again.
 */
export class AskedDoorLoop {
  readonly name: string;
  readonly #options: AskedDoorOptions;
  readonly #stopped = new AbortController();
  #loop: Promise<void> | undefined;
  #troubles = 0;
  #fullRounds = 0;

  constructor(options: AskedDoorOptions) {
    this.#options = options;
    this.name = `${options.door} door`;
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Resolves when the round under way is over: that waits for nothing but answers of Redis. May be called twice. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#options.source.close();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { door, key, lease, health } = this.#options;
    while (!this.#stopped.signal.aborted) {
      if (lease.state === "held") await this.#pause(await this.#round());
      else {
        health.set(door, doorWords.standingBy(door, key));
        await this.#pause(STANDBY_MS);
      }
    }
  }

  /** @returns after how many milliseconds to begin the next one */
  async #round(): Promise<number> {
    const { door, key, source, health } = this.#options;
    try {
      const reading = await source.read();
      this.#troubles = 0;
      if (reading.kind === "lost") return LOST_MS;
      if (reading.kind === "wrong_type") {
        health.set(door, doorWords.wrongType(door, key));
        return WAIT_MS;
      }
      health.set(door, doorWords.reading(door, key));
      return reading.items.length > 0 ? await this.#admit(reading.items) : await this.#wait();
    } catch (error) {
      return this.#note(error);
    }
  }

  async #admit(items: readonly IntakeItem[]): Promise<number> {
    const { door, admission } = this.#options;
    const { stopped } = await admission.admit(door, items);
    if (stopped === "lost") return LOST_MS;
    this.#fullRounds = stopped === "full" ? this.#fullRounds + 1 : 0;
    return this.#fullRounds === 0 ? 0 : fullPauseMs(this.#fullRounds);
  }

  /** Where waiting is refused or its connection is away, the door is asked again and again. */
  async #wait(): Promise<number> {
    try {
      await this.#options.source.wait(WAIT_MS);
      return 0;
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) throw error;
      return LOST_MS;
    }
  }

  /** Trouble of Redis passes; what else is thrown is a bug, and must not end the door for good. */
  #note(error: unknown): number {
    const { door, key, admission, health, logger } = this.#options;
    this.#troubles += 1;
    if (!(error instanceof RedisUnavailableError)) {
      logger.error({ err: error, door }, "a round of a door failed");
      return WAIT_MS;
    }
    if (error.trouble === "full") {
      // Nothing is wrong with this door: it is all doors that wait.
      admission.noteRedisFull(true);
      return fullPauseMs(this.#troubles);
    }
    health.set(door, doorWords.trouble(door, key, error.trouble));
    return redisBackoffMs(this.#troubles);
  }

  async #pause(ms: number): Promise<void> {
    if (ms > 0) await setTimeout(ms, undefined, { signal: this.#stopped.signal }).catch(() => {});
  }
}

/** 250 ms doubling to 2 s. */
function fullPauseMs(rounds: number): number {
  return Math.min(FULL_FROM_MS * 2 ** Math.min(rounds - 1, 10), FULL_TO_MS);
}
