/**
 * Every Redis name of Bellwire, built from the installation's prefix. docs/redis-keys.md tells type, writer and
 * bound of each.
 */
export function redisKeys(prefix: string) {
  return {
    /** Channel that every bot subscribes to beside the notification channel; who listens here is a bot. */
    botsChannel: `${prefix}:bots`,
    /** Channel of one subscription of one bot, so that Redis can be asked about exactly that one. */
    subscriptionChannel: (botId: string, generation: number) => `${prefix}:bot:${botId}:${generation}`,
    /** Who may take in notifications and poll Telegram: one bot at a time. */
    intakeLease: `${prefix}:intake:lease`,
    /** Malformed payloads, raw, with the reason. */
    quarantine: `${prefix}:quarantine`,
    /** The latest report of each bot about its own health. */
    presence: `${prefix}:presence`,
    /** One session of the page; the id is stored hashed. */
    session: (hash: string) => `${prefix}:session:${hash}`,
    /** Prefix of the request counters of the rate limiter. */
    rate: `${prefix}:rate`,
    /** Written again and again to see whether Redis takes writes. */
    writeProbe: (service: string) => `${prefix}:probe:${service}`,
  };
}

export type Keys = ReturnType<typeof redisKeys>;
