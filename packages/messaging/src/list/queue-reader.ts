import { redisKeys } from "../keys.ts";
import type { RedisUnavailableError } from "../redis-errors.ts";
import { RedisLink } from "../redis-link.ts";
import { NOT_HOLDER, WRONG_TYPE } from "../scripts/doors.ts";
import { takeFromQueueScript } from "../scripts/doors-queue.ts";

/**
 * - `lost`: the intake lease is another's, nothing was taken
 * - `wrong_type`: the key of the door holds something else, which a stranger put there
 * - `read`: what lies in the reader's pending list, oldest first, and how many were too large and are in the quarantine
 */
export type QueueReading =
  | { kind: "lost" }
  | { kind: "wrong_type" }
  | { kind: "read"; payloads: Buffer[]; putAside: number };

/** The largest payload that a door takes, and what the quarantine says of a larger one. */
export type SizeLimit = { bytes: number; reason: string; detail: string };

/** One reading ends with the payload that reaches one of them. */
export type ReadingBounds = { items: number; bytes: number };

export type QueueReaderOptions = {
  /** For everything but waiting. */
  redis: RedisLink;
  /** For a connection of its own, on which it waits. */
  url: string;
  /** Shown by CLIENT LIST. */
  name: string;
  prefix: string;
  /** A name that no other process ever uses; as whom the intake lease is held. */
  reader: string;
  largest: SizeLimit;
  /** Called with each error of its own connection, for counting and logging. */
  onTrouble?: (error: RedisUnavailableError) => void;
};

/** Beyond what Redis was asked to wait, so that a dead connection is found soon. */
const ANSWER_MS = 1500;

/** The longest wait that may be asked for. */
const LONGEST_WAIT_MS = 1000;

/**
 * The queue door: a list that any program pushes to. What is read moves into a pending list of the reader and stays
 * there until it is admitted, so nothing is lost with a process or a reply; a reader that died leaves its list to the
 * next one, which claims it before anything else.
 */
export class QueueReader {
  readonly #options: QueueReaderOptions;
  readonly #waiting: RedisLink;
  readonly #door: string;
  readonly #keys: string[];
  readonly #pendingPrefix: string;

  constructor(options: QueueReaderOptions) {
    const { url, name, prefix, reader, onTrouble } = options;
    this.#options = options;
    const keys = redisKeys(prefix);
    this.#door = keys.queueDoor;
    this.#pendingPrefix = keys.queuePending("");
    this.#keys = [
      keys.intakeLease,
      keys.queueDoor,
      keys.queueReaders,
      keys.queuePending(reader),
      keys.quarantine,
    ];
    this.#waiting = new RedisLink({
      url,
      name,
      commandTimeoutMs: LONGEST_WAIT_MS + ANSWER_MS,
      ...(onTrouble && { onTrouble }),
    });
  }

  /**
   * Everything taken from the door and not admitted yet, oldest first: what others left, what this reader took before,
   * and then new payloads, within `bounds`. Called again it answers the same until that is admitted. Only for the
   * holder of the intake lease, which is asked in the same step. Also while Redis is full. Throws
   * RedisUnavailableError.
   */
  async read({ items, bytes }: ReadingBounds): Promise<QueueReading> {
    const { redis, reader, largest } = this.#options;
    const args = [reader, this.#pendingPrefix, items, bytes, largest.bytes, largest.reason, largest.detail];
    const [first, ...payloads] = await redis.script(takeFromQueueScript, this.#keys, args, "bytes");
    if (first === NOT_HOLDER) return { kind: "lost" };
    if (first === WRONG_TYPE) return { kind: "wrong_type" };
    return { kind: "read", payloads, putAside: first };
  }

  /**
   * Resolves when the door has something, or after `timeoutMs` (at most 1,000). It takes nothing: Redis moves the oldest
   * payload to the place where it is. So a wait that outlives the lease, or of which the reply is lost, harms nobody.
   * Throws RedisUnavailableError, `full` too: Redis refuses to move anything then, even to where it is.
   */
  async wait(timeoutMs: number): Promise<void> {
    const seconds = Math.min(timeoutMs, LONGEST_WAIT_MS) / 1000;
    await this.#waiting.run((redis) => redis.blmoveBuffer(this.#door, this.#door, "RIGHT", "RIGHT", seconds));
  }

  /** Payloads at the door, and in this reader's pending list. Throws RedisUnavailableError. */
  async sizes(): Promise<{ waiting: number; pending: number }> {
    const { redis, reader } = this.#options;
    const own = this.#pendingPrefix + reader;
    const [waiting, pending] = await redis.run(
      async (client) => await Promise.all([client.llen(this.#door), client.llen(own)]),
    );
    return { waiting, pending };
  }

  /** Ends its connection, and with it a wait. May be called twice. */
  close(): void {
    this.#waiting.close();
  }
}
