import {
  type Keys,
  Presence,
  type RedisLink,
  type RedisTrouble,
  RedisUnavailableError,
} from "@bellwire/messaging";
import type { Health } from "@bellwire/runtime";
import { RepeatedLook } from "../repeated-look.ts";
import { describeBotCount, describeBots } from "./bot-words.ts";
import { describeRedis } from "./redis-words.ts";

export type ReadinessWatchOptions = {
  redis: RedisLink;
  keys: Keys;
  health: Health;
  /** Why the connection itself last failed, if it did: a wrong password shows there and not at a command. */
  connectionTrouble: () => RedisTrouble | undefined;
  /** Pause between two looks; 2 s by default. */
  everyMs?: number;
};

const EVERY_MS = 2000;
/** Only has to outlive the next write; it ends by itself when this service is gone. */
const PROBE_LIFETIME_MS = 60_000;

/** Keeps the checks `redis`, `bots` and one per bot up to date, by writing to Redis and reading what bots report. */
export class ReadinessWatch {
  readonly #options: ReadinessWatchOptions;
  readonly #presence: Presence;
  #botChecks: string[] = [];
  readonly #repeated: RepeatedLook;

  constructor(options: ReadinessWatchOptions) {
    this.#options = options;
    this.#repeated = new RepeatedLook(() => this.look(), options.everyMs ?? EVERY_MS);
    this.#presence = new Presence(options.redis, options.keys.presence);
  }

  /** Resolves after the first look. */
  async start(): Promise<void> {
    await this.#repeated.start();
  }

  /** Resolves when no look is under way any more. May be called twice. */
  async stop(): Promise<void> {
    await this.#repeated.stop();
  }

  /** One look. Never rejects because of Redis. */
  async look(): Promise<void> {
    const { health } = this.#options;
    const trouble = await this.#probe();
    health.set("redis", describeRedis(trouble));
    const seen = await this.#seeBots();
    health.set("bots", describeBotCount(seen?.subscribed));
    for (const name of this.#botChecks) if (!seen?.checks.has(name)) health.remove(name);
    for (const [name, check] of seen?.checks ?? []) health.set(name, check);
    this.#botChecks = [...(seen?.checks.keys() ?? [])];
  }

  async #probe(): Promise<RedisTrouble | undefined> {
    const { redis, keys, connectionTrouble } = this.#options;
    try {
      await redis.run((client) => client.set(keys.writeProbe("web"), Date.now(), "PX", PROBE_LIFETIME_MS));
      return undefined;
    } catch (error) {
      const trouble = troubleOf(error);
      return trouble === "disconnected" ? (connectionTrouble() ?? trouble) : trouble;
    }
  }

  async #seeBots() {
    const { redis, keys } = this.#options;
    try {
      const [numsub, reports] = await Promise.all([
        redis.run((client) => client.pubsub("NUMSUB", keys.botsChannel)),
        this.#presence.list(),
      ]);
      return { subscribed: Number(numsub[1]), checks: describeBots(reports, Date.now()) };
    } catch (error) {
      troubleOf(error);
      return undefined;
    }
  }
}

function troubleOf(error: unknown): RedisTrouble {
  if (error instanceof RedisUnavailableError) return error.trouble;
  throw error;
}
