import { redisKeys } from "../keys.ts";
import type { RedisLink } from "../redis-link.ts";
import { forgetReadersScript, streamSizesScript, trimStreamScript } from "../scripts/doors-stream.ts";

export type StreamKeeperOptions = {
  redis: RedisLink;
  prefix: string;
  group: string;
  /** The reader that is alive: this process. */
  reader: string;
};

/** `unread` is absent where Redis cannot tell: after somebody deleted entries that were not read. */
export type StreamSizes = { length: number; unread?: number; pending: number };

/** Redis removes some ten thousand entries at a time; so often in a row at most. */
const ROUNDS = 20;

/** Keeps the stream door within bounds. Every call may be repeated and throws RedisUnavailableError. */
export class StreamKeeper {
  readonly #options: StreamKeeperOptions;
  readonly #stream: string;

  constructor(options: StreamKeeperOptions) {
    this.#options = options;
    this.#stream = redisKeys(options.prefix).streamDoor;
  }

  /**
   * Removes the oldest entries but those that the group has not read or not acknowledged, and about `keep` before them
   * (up to a hundred more stay, Redis removes whole nodes). In doubt nothing is removed. Resolves with how many were.
   */
  async trim(keep: number): Promise<number> {
    const { redis, group, reader } = this.#options;
    let removed = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const gone = await redis.script(trimStreamScript, [this.#stream], [group, reader, keep]);
      removed += gone;
      if (gone === 0) break;
    }
    return removed;
  }

  /** Forgets readers that did nothing for `idleMs` and with whom nothing is pending. Resolves with how many. */
  async forgetReaders(idleMs: number): Promise<number> {
    const { redis, group, reader } = this.#options;
    return await redis.script(forgetReadersScript, [this.#stream], [group, reader, idleMs]);
  }

  async sizes(): Promise<StreamSizes> {
    const { redis, group } = this.#options;
    const [length, unread, pending] = await redis.script(streamSizesScript, [this.#stream], [group]);
    return { length, pending, ...(unread >= 0 && { unread }) };
  }
}
