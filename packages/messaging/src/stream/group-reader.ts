import type { Redis } from "ioredis";
import { redisKeys } from "../keys.ts";
import type { ReadingBounds, SizeLimit } from "../list/queue-reader.ts";
import type { RedisUnavailableError } from "../redis-errors.ts";
import { RedisLink } from "../redis-link.ts";
import { NOT_HOLDER, WRONG_TYPE } from "../scripts/doors.ts";
import { claimFromStreamScript } from "../scripts/doors-stream.ts";

/** One entry: its id, and its fields as name, value, name, value… */
export type StreamEntry = { id: string; fields: Buffer[] };

/**
 * - `lost`: the intake lease is another's, nothing was taken
 * - `wrong_type`: the key of the door holds something else, which a stranger put there
 * - `read`: entries, oldest first; how many were trimmed away while they were pending, and how many were too large: these
 *   two are in the quarantine
 */
export type StreamReading =
  | { kind: "lost" }
  | { kind: "wrong_type" }
  | { kind: "read"; entries: StreamEntry[]; trimmed: number; putAside: number };

export type GroupReaderOptions = {
  /** For a connection of its own. */
  url: string;
  /** Shown by CLIENT LIST. */
  name: string;
  prefix: string;
  group: string;
  /** A name that no other process ever uses; as whom the intake lease is held. */
  reader: string;
  largest: SizeLimit;
  /** What the quarantine says of an entry that was trimmed; its id stands before `detail`. */
  trimmed: { reason: string; detail: string };
  /** Called with each error of the connection, for counting and logging. */
  onTrouble?: (error: RedisUnavailableError) => void;
};

/** Beyond what Redis was asked to wait, so that a dead connection is found soon. */
const ANSWER_MS = 1500;

/** The longest wait that may be asked for. */
const LONGEST_WAIT_MS = 1000;

/** The first reading asks for so many entries; each further one for as many more as the bytes allow. */
const FIRST_COUNT = 64;

/** What the connection knows before it reads. */
type Footing = { isHolder: boolean; hasPending: boolean };

/**
 * The stream door: a stream that any program appends to, read by a consumer group. What is read is pending with this
 * reader until it is acknowledged, so nothing is lost with a process or a reply; whoever holds the intake lease claims
 * what is pending, with whomever, before it reads anything new. So order is kept.
 */
export class GroupReader {
  readonly #options: GroupReaderOptions;
  readonly #link: RedisLink;
  readonly #lease: string;
  readonly #stream: string;
  readonly #keys: string[];
  /** How often the connection was made; what WATCH guards ends with it. */
  #connections = 0;
  #count = FIRST_COUNT;
  /** The newest entry that the group was handed, where that is known. */
  #last: string | undefined;

  constructor(options: GroupReaderOptions) {
    const { url, name, prefix, onTrouble } = options;
    this.#options = options;
    const keys = redisKeys(prefix);
    this.#lease = keys.intakeLease;
    this.#stream = keys.streamDoor;
    this.#keys = [keys.intakeLease, keys.streamDoor, keys.quarantine];
    this.#link = new RedisLink({
      url,
      name,
      commandTimeoutMs: LONGEST_WAIT_MS + ANSWER_MS,
      onReady: () => {
        this.#connections += 1;
      },
      ...(onTrouble && { onTrouble }),
    });
  }

  /**
   * Everything read and not acknowledged yet, with whomever it is pending, oldest first; where there is none, new
   * entries; within `bounds`. Called again it answers the same until that is acknowledged. Only for the holder of the
   * intake lease; one that holds it no more takes nothing. Makes the group where it is missing. Throws
   * RedisUnavailableError; with trouble `full` nothing is pending, and nothing new is read.
   */
  async read(bounds: ReadingBounds): Promise<StreamReading> {
    const connection = this.#connections;
    const footing = await this.#link.run((redis) => this.#stand(redis));
    if (!footing.isHolder) return { kind: "lost" };
    if (footing.hasPending) {
      const claimed = await this.#claim(bounds);
      if (claimed.kind !== "read" || claimed.entries.length + claimed.trimmed + claimed.putAside > 0)
        return claimed;
    }
    return await this.#readNew(bounds, connection);
  }

  /**
   * Resolves when the stream has something new, or after `timeoutMs` (at most 1,000). It takes nothing, so a wait that
   * outlives the lease, or of which the reply is lost, harms nobody. Throws RedisUnavailableError.
   */
  async wait(timeoutMs: number): Promise<void> {
    const blockMs = Math.max(1, Math.min(timeoutMs, LONGEST_WAIT_MS));
    await this.#link.run(async (redis) => {
      const last = this.#last ?? (await this.#lastDelivered(redis));
      const reply = await redis.xreadBuffer("COUNT", 1, "BLOCK", blockMs, "STREAMS", this.#stream, last);
      // A stranger may have emptied the stream and begun anew with lower ids: then Redis is asked again.
      this.#last = reply === null ? undefined : last;
    });
  }

  /** Ends its connection, and with it a wait. May be called twice. */
  close(): void {
    this.#link.close();
  }

  /** Guards the lease until the next EXEC: a transaction after it is refused once the lease was touched or ran out. */
  async #stand(redis: Redis): Promise<Footing> {
    const { group, reader } = this.#options;
    const unwatch = redis.unwatch();
    const watch = redis.watch(this.#lease);
    const owner = redis.get(this.#lease);
    const pending = redis.xpending(this.#stream, group).then(
      ([count]) => Number(count),
      (error: unknown) => missing(error),
    );
    const [, , holder, count] = await Promise.all([unwatch, watch, owner, pending]);
    return { isHolder: holder === reader, hasPending: count > 0 };
  }

  async #claim({ items, bytes }: ReadingBounds): Promise<StreamReading> {
    const { group, reader, largest, trimmed } = this.#options;
    const limits = [items, bytes, largest.bytes, largest.reason, largest.detail];
    const args = [reader, group, ...limits, trimmed.reason, trimmed.detail];
    this.#last = undefined;
    const reply = await this.#link.script(claimFromStreamScript, this.#keys, args, "bytes");
    if (reply[0] === NOT_HOLDER) return { kind: "lost" };
    if (reply[0] === WRONG_TYPE) return { kind: "wrong_type" };
    const [lost, putAside = 0, entries = []] = reply;
    return { kind: "read", entries: entries.map(toEntry), trimmed: lost, putAside };
  }

  async #readNew({ items, bytes }: ReadingBounds, connection: number): Promise<StreamReading> {
    const { group, reader } = this.#options;
    const count = Math.min(this.#count, items);
    const results = await this.#link.run((redis) => {
      // On another connection nothing guards the lease.
      if (connection !== this.#connections) return Promise.resolve(null);
      return redis
        .multi()
        .xreadgroupBuffer("GROUP", group, reader, "COUNT", count, "STREAMS", this.#stream, ">")
        .exec()
        .catch(firstCause);
    });
    const [error, reply] = results?.[0] ?? [];
    if (error) return await this.#link.run(() => Promise.reject(error));
    const entries = entriesOf(reply);
    this.#last = entries.at(-1)?.id ?? this.#last;
    this.#fit(entries, { items, bytes });
    return { kind: "read", entries, trimmed: 0, putAside: 0 };
  }

  /** The bytes of a reading are known when it is there: the next one is made to fit. */
  #fit(entries: readonly StreamEntry[], { items, bytes }: ReadingBounds): void {
    if (entries.length < this.#count) return;
    let size = 0;
    for (const { fields } of entries) for (const part of fields) size += part.length;
    const fitting = Math.max(1, Math.floor((this.#count * bytes) / Math.max(size, 1)));
    this.#count = Math.min(items, fitting, this.#count * 2);
  }

  async #lastDelivered(redis: Redis): Promise<string> {
    const groups = (await redis.xinfo("GROUPS", this.#stream)) as unknown[][];
    for (const facts of groups) {
      const fact = (name: string) => String(facts[facts.indexOf(name) + 1]);
      if (fact("name") === this.#options.group) return fact("last-delivered-id");
    }
    return "0-0";
  }
}

/** Where there is no group, or no stream, or something that is neither, the claim sees to it. */
function missing(error: unknown): number {
  if (error instanceof Error && /^(?:NOGROUP|WRONGTYPE)/.test(error.message)) return 1;
  throw error;
}

/** A refused transaction says so, and hides why in a list. */
function firstCause(error: unknown): never {
  if (error instanceof Error && "previousErrors" in error && Array.isArray(error.previousErrors))
    throw error.previousErrors[0] ?? error;
  throw error;
}

function toEntry([id, fields]: [Buffer, Buffer[]]): StreamEntry {
  return { id: id.toString(), fields };
}

/** XREADGROUP answers one stream, or nothing. A refused transaction has no answer. */
function entriesOf(reply: unknown): StreamEntry[] {
  if (!Array.isArray(reply)) return [];
  const [[, entries]] = reply as [[Buffer, [Buffer, Buffer[]][]]];
  return entries.map(toEntry);
}
