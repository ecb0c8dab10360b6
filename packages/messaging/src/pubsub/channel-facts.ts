import type { RedisLink } from "../redis-link.ts";

/** Names asked about in one command. */
const AT_ONCE = 1000;

/**
 * Up to `most` channels that somebody is subscribed to by name, in the order of their names; those who listen by a
 * pattern are in no such list. Throws RedisUnavailableError.
 */
export async function activeChannels(redis: RedisLink, pattern: string, most: number): Promise<string[]> {
  const names = (await redis.run((client) => client.pubsub("CHANNELS", pattern))).map(String);
  return names.sort().slice(0, most);
}

/** How many are subscribed to each of `channels` by name. Throws RedisUnavailableError. */
export async function subscriberCounts(
  redis: RedisLink,
  channels: readonly string[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let at = 0; at < channels.length; at += AT_ONCE) {
    const names = channels.slice(at, at + AT_ONCE);
    const reply = await redis.run((client) => client.pubsub("NUMSUB", ...names));
    for (let place = 0; place < names.length; place += 1)
      counts.set(names[place] ?? "", Number(reply[2 * place + 1]));
  }
  return counts;
}

/** How many patterns somebody is subscribed to, on this Redis in all. Throws RedisUnavailableError. */
export async function patternCount(redis: RedisLink): Promise<number> {
  return Number(await redis.run((client) => client.pubsub("NUMPAT")));
}
