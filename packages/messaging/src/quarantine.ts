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
  /** The payload as it came, cut at RAW_KEPT_BYTES. */
  raw: Buffer;
};

/** Newest first; `cursor` asks for the next older page, and is absent on the last. */
export type QuarantinePage = { items: QuarantineEntry[]; cursor?: string };

/** 1,000 entries of at most 16 KiB: 16 MiB at worst. */
const ENTRIES_KEPT = 1000;
const RAW_KEPT_BYTES = 16 * 1024;

/** Malformed payloads, kept raw with the reason in a bounded stream: the oldest make room. */
export class Quarantine {
  readonly #redis: RedisLink;
  readonly #key: string;

  constructor(redis: RedisLink, key: string) {
    this.#redis = redis;
    this.#key = key;
  }

  /** Keeps all of `entries` in one round trip. Throws RedisUnavailableError; called twice it keeps them twice. */
  async add(entries: readonly Omit<QuarantineEntry, "id" | "bytes">[]): Promise<void> {
    await this.#redis.run(async (redis) => {
      const pipeline = redis.pipeline();
      for (const { door, reason, detail, raw } of entries) {
        const fields = [
          "door",
          door,
          "reason",
          reason,
          "detail",
          detail,
          "bytes",
          raw.length,
          "raw",
          raw.subarray(0, RAW_KEPT_BYTES),
        ];
        pipeline.xadd(this.#key, "MAXLEN", "~", ENTRIES_KEPT, "*", ...fields);
      }
      const replies = (await pipeline.exec()) ?? [];
      for (const [error] of replies) if (error) throw error;
    });
  }

  /** @param cursor of an earlier page, in the form of an entry id */
  async list({ cursor, limit }: { cursor?: string; limit: number }): Promise<QuarantinePage> {
    const newest = cursor === undefined ? "+" : `(${cursor}`;
    const entries = await this.#redis.run((redis) =>
      redis.xrevrangeBuffer(this.#key, newest, "-", "COUNT", limit),
    );
    const items = entries.map(([id, fields]) => readEntry(id.toString(), fields));
    const last = items.at(-1);
    return items.length === limit && last ? { items, cursor: last.id } : { items };
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
