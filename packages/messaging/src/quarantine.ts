import type { RedisLink } from "./redis-link.ts";

export type QuarantineEntry = {
  /** Id of the entry: the millisecond it was kept, and a number. */
  id: string;
  /** Where it came in. */
  door: string;
  /** Stable word for what is wrong. */
  reason: string;
  /** A sentence for a person, without the payload's text. */
  detail: string;
  /** Length of the whole payload in bytes. */
  bytes: number;
  /** The payload as it came, cut at QUARANTINE_RAW_BYTES. */
  raw: Buffer;
};

/** What is given to be kept. `bytes` is the whole length where `raw` was cut already. */
export type QuarantineDraft = Omit<QuarantineEntry, "id" | "bytes"> & { bytes?: number };

/** Newest first; `cursor` asks for the next older page, and is absent on the last. */
export type QuarantinePage = { items: QuarantineEntry[]; cursor?: string };

/** So much of a payload is kept. */
export const QUARANTINE_RAW_BYTES = 16 * 1024;

/** 1,000 entries of at most 16 KiB: 16 MiB at worst. Small ones go by whole nodes of the stream, so up to 100 more stay. */
const ENTRIES_KEPT = 1000;

/** Malformed payloads, kept raw with the reason in a bounded stream: the oldest make room. */
export class Quarantine {
  readonly #redis: RedisLink;
  readonly #key: string;

  constructor(redis: RedisLink, key: string) {
    this.#redis = redis;
    this.#key = key;
  }

  /** Keeps all of `entries` in one round trip. Throws RedisUnavailableError; called twice it keeps them twice. */
  async add(entries: readonly QuarantineDraft[]): Promise<void> {
    await this.#redis.run(async (redis) => {
      const pipeline = redis.pipeline();
      for (const { door, reason, detail, raw, bytes = raw.length } of entries) {
        const fields = [
          "door",
          door,
          "reason",
          reason,
          "detail",
          detail,
          "bytes",
          bytes,
          "raw",
          raw.subarray(0, QUARANTINE_RAW_BYTES),
        ];
        pipeline.xadd(this.#key, "MAXLEN", "~", ENTRIES_KEPT, "*", ...fields);
      }
      const replies = (await pipeline.exec()) ?? [];
      for (const [error] of replies) if (error) throw error;
    });
  }

  /**
   * At most `limit` entries, those older than `cursor` when one is given. Throws RedisUnavailableError.
   * @param cursor of an earlier page, in the form of an entry id
   */
  async list({ cursor, limit }: { cursor?: string; limit: number }): Promise<QuarantinePage> {
    const newest = cursor === undefined ? "+" : `(${cursor}`;
    const entries = await this.#redis.run((redis) =>
      // One more than asked for tells whether there is another page.
      redis.xrevrangeBuffer(this.#key, newest, "-", "COUNT", limit + 1),
    );
    const items = entries.slice(0, limit).map(([id, fields]) => readEntry(id.toString(), fields));
    const last = items.at(-1);
    return entries.length > limit && last ? { items, cursor: last.id } : { items };
  }
}

function readEntry(id: string, fields: Buffer[]): QuarantineEntry {
  const values = new Map<string, Buffer>();
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [name, value] = [fields[index], fields[index + 1]];
    if (name && value) values.set(name.toString(), value);
  }
  const text = (name: string) => values.get(name)?.toString() ?? "";
  const raw = values.get("raw") ?? Buffer.alloc(0);
  return {
    id,
    door: text("door"),
    reason: text("reason"),
    detail: text("detail"),
    bytes: Number(text("bytes")),
    raw,
  };
}
