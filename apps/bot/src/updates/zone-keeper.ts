import { setTimeout } from "node:timers/promises";
import { type Chats, type Lease, RedisUnavailableError, zoneOffset } from "@bellwire/messaging";
import type { Logger } from "@bellwire/runtime";

export type ZoneKeeperOptions = {
  chats: Pick<Chats, "zonesDue" | "setOffset">;
  /** Only its holder looks. */
  lease: Pick<Lease, "state">;
  logger: Logger;
  waits?: Partial<typeof WAITS>;
};

const WAITS = {
  /** Between two looks of whoever holds the lease. */
  lookMs: 10 * 60_000,
  /** Until it is looked again whether it is this bot's turn, or Redis answers. */
  turnMs: 1000,
};

const BATCH = 100;

/** A zone that this machine does not know, perhaps because it is new: looked at again when a newer one may run. */
const UNKNOWN_AGAIN_MS = 24 * 60 * 60_000;

/** Keeps quiet hours where people's clocks are: when a zone's offset from UTC may have changed, it is set anew. */
export class ZoneKeeper {
  readonly name = "zone keeper";
  readonly #options: ZoneKeeperOptions;
  readonly #waits: typeof WAITS;
  readonly #stopped = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(options: ZoneKeeperOptions) {
    this.#options = options;
    this.#waits = { ...WAITS, ...options.waits };
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Resolves when the look under way is over. May be called twice. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const looked = this.#options.lease.state === "held" && (await this.#look());
      const waitMs = looked ? this.#waits.lookMs : this.#waits.turnMs;
      await setTimeout(waitMs, undefined, { signal }).catch(() => {});
    }
  }

  /** Resolves with whether this look is over; else it comes again soon. Everything here may be done twice. */
  async #look(): Promise<boolean> {
    const { chats, logger } = this.#options;
    const offsets = new Map<string, ReturnType<typeof zoneOffset>>();
    const seen = new Set<string>();
    try {
      while (this.#goesOn()) {
        const due = await chats.zonesDue(BATCH);
        // A clock behind that of Redis would look at the same ones for ever.
        if (due.every(({ chat }) => seen.has(chat))) return true;
        for (const { chat } of due) seen.add(chat);
        for (const { chat, zone } of due) {
          const offset = offsets.get(zone) ?? this.#offsetOf(zone);
          offsets.set(zone, offset);
          await chats.setOffset(chat, offset.offsetMinutes, offset.untilMs);
        }
        if (due.length < BATCH) return true;
      }
      return false;
    } catch (error) {
      if (error instanceof RedisUnavailableError) return false;
      logger.error({ err: error }, "looking at time zones failed");
      return true;
    }
  }

  #goesOn(): boolean {
    return this.#options.lease.state === "held" && !this.#stopped.signal.aborted;
  }

  #offsetOf(zone: string): ReturnType<typeof zoneOffset> {
    const nowMs = Date.now();
    try {
      return zoneOffset(zone, nowMs);
    } catch (error) {
      this.#options.logger.warn({ err: error }, "a time zone is not known here: it is taken for UTC");
      return { offsetMinutes: 0, untilMs: nowMs + UNKNOWN_AGAIN_MS };
    }
  }
}
