import {
  type DeliveryDesk,
  type Hub,
  type Keys,
  Presence,
  type RedisLink,
  readDoors,
} from "@bellwire/messaging";
import type { StatsParts } from "./stats-view.ts";

export type StatsReaderOptions = {
  redis: RedisLink;
  keys: Keys;
  prefix: string;
  channel: string;
  desk: Pick<DeliveryDesk, "stats">;
  hub: Pick<Hub, "stats">;
};

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
    const { redis, keys, desk, hub } = this.#options;
    const [delivery, bots, doors, quarantined] = await Promise.all([
      desk.stats(),
      this.#presence.list(),
      readDoors(redis, this.#options),
      redis.run((client) => client.xlen(keys.quarantine)),
    ]);
    return { delivery, bots, doors, hub: hub.stats(), quarantined, nowMs: Date.now() };
  }
}
