import { RedisUnavailableError } from "./redis-errors.ts";
import type { RedisLink } from "./redis-link.ts";
import { admissionProbeScript } from "./scripts/doors.ts";

/**
 * Whether Redis has no memory left for anything new (maxmemory without eviction). It changes nothing. Throws
 * RedisUnavailableError for every other trouble.
 */
export async function isRedisFull(redis: RedisLink): Promise<boolean> {
  try {
    await redis.script(admissionProbeScript, [], []);
    return false;
  } catch (error) {
    if (error instanceof RedisUnavailableError && error.trouble === "full") return true;
    throw error;
  }
}
