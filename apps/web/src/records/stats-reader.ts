import { type DeliveryDesk, type Keys, Presence, type RedisLink } from "@bellwire/messaging";
import type { StatsParts } from "./stats-view.ts";

export type StatsReaderOptions = { redis: RedisLink; keys: Keys; desk: Pick<DeliveryDesk, "stats"> };

/** Reads what the installation has counted. */
export class StatsReader {
  readonly #options: StatsReaderOptions;
  readonly #presence: Presence;

  constructor(options: StatsReaderOptions) {
    this.#options = options;
    this.#presence = new Presence(options.redis, options.keys.presence);
  }

  /** Throws RedisUnavailableError. */
  async read(): Promise<StatsParts> {
    const { redis, keys, desk } = this.#options;
    const [delivery, bots, quarantined] = await Promise.all([
      desk.stats(),
      this.#presence.list(),
      redis.run((client) => client.xlen(keys.quarantine)),
    ]);
    return { delivery, bots, quarantined, nowMs: Date.now() };
  }
}
