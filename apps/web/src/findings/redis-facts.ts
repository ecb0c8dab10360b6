import { type RedisLink, RedisUnavailableError } from "@bellwire/messaging";

/** How Redis keeps what it has. */
export type RedisFacts = {
  /** Every write goes into an append-only file. */
  aof: boolean;
  /** What it removes when it is full: `noeviction` is nothing. */
  evictionPolicy: string;
  /** In bytes; 0: as much as the machine has. */
  maxMemory: number;
  usedMemory: number;
};

/** undefined where Redis does not tell, because it is away or this user may not ask. */
export async function readRedisFacts(redis: RedisLink): Promise<RedisFacts | undefined> {
  try {
    const texts = await Promise.all([
      redis.run((client) => client.info("persistence")),
      redis.run((client) => client.info("memory")),
    ]);
    return parseInfo(texts.join("\n"));
  } catch (error) {
    if (error instanceof RedisUnavailableError) return undefined;
    throw error;
  }
}

export function parseInfo(text: string): RedisFacts {
  const fields = new Map(text.split(/\r?\n/).map((line) => splitOnce(line)));
  return {
    aof: fields.get("aof_enabled") !== "0",
    evictionPolicy: fields.get("maxmemory_policy") ?? "noeviction",
    maxMemory: Number(fields.get("maxmemory") ?? 0),
    usedMemory: Number(fields.get("used_memory") ?? 0),
  };
}

function splitOnce(line: string): [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1)];
}
