import type { RedisLink } from "./redis-link.ts";
import { reportPresenceScript } from "./scripts/presence.ts";

/** What one process last said of itself. */
export type PresenceReport = { id: string; atMs: number; report: unknown };

/** A process that has not reported for so long is forgotten. */
const FORGOTTEN_AFTER_MS = 10 * 60_000;

/** A board on which processes say, again and again, how they are. */
export class Presence {
  readonly #redis: RedisLink;
  readonly #key: string;

  constructor(redis: RedisLink, key: string) {
    this.#redis = redis;
    this.#key = key;
  }

  /** Replaces the report of `id`, also while Redis is full. Throws RedisUnavailableError. */
  async report(id: string, report: unknown): Promise<void> {
    const value = JSON.stringify({ at_ms: Date.now(), report });
    await this.#redis.script(reportPresenceScript, [this.#key], [id, value]);
  }

  /** Takes back the report of `id`, as a process does when it leaves in peace. */
  async withdraw(id: string): Promise<void> {
    await this.#redis.run((redis) => redis.hdel(this.#key, id));
  }

  /** Every report, by id. Reports of processes long gone are removed on the way. */
  async list(): Promise<PresenceReport[]> {
    const values = await this.#redis.run((redis) => redis.hgetall(this.#key));
    const reports = Object.entries(values).map(([id, value]) => readReport(id, value));
    const gone = reports.filter(({ atMs }) => atMs < Date.now() - FORGOTTEN_AFTER_MS).map(({ id }) => id);
    if (gone.length > 0) await this.#redis.run((redis) => redis.hdel(this.#key, ...gone));
    return reports.filter(({ id }) => !gone.includes(id)).sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}

/** What others wrote is not trusted: a report that cannot be read counts as one from long ago. */
function readReport(id: string, value: string): PresenceReport {
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed !== "object" || parsed === null || !("at_ms" in parsed) || !("report" in parsed))
      throw new TypeError();
    return { id, atMs: Number(parsed.at_ms) || 0, report: parsed.report };
  } catch {
    return { id, atMs: 0, report: null };
  }
}
