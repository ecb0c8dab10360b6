import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { cpuMsOf } from "../measure.ts";
import type { Counted } from "../rounds.ts";

/** With AOF it writes every command to its log and syncs it once a second, as an installation that keeps things does. */
export async function startBenchRedis({ aof }: { aof: boolean }): Promise<RedisProcess> {
  return await startRedis({ aof, config: aof ? { appendfsync: "everysec" } : {} });
}

export function countedRedis(redis: RedisProcess): Counted {
  return { name: "Redis", cpuMs: () => cpuMsOf(redis.pid) };
}
