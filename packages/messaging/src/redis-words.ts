import type { RedisTrouble } from "./redis-errors.ts";

/** Each trouble with Redis in words for a person: what is so, and what to do. */
export const redisWords: Record<RedisTrouble, { words: string; remedy: string }> = {
  disconnected: {
    words: "Redis cannot be reached.",
    remedy: "Start Redis, or set REDIS_URL to where it runs. Bellwire reconnects by itself.",
  },
  timeout: {
    words: "Redis does not answer.",
    remedy:
      "See whether Redis is paused, overloaded or cut off from this machine. Bellwire reconnects by itself.",
  },
  full: {
    words: "Redis is full and refuses writes.",
    remedy: "Raise maxmemory of Redis (CONFIG SET maxmemory), or free memory in it.",
  },
  disk: {
    words: "Redis cannot write to its disk and refuses writes.",
    remedy:
      "Free space on the disk of Redis and see its log; it takes writes again after the next good save.",
  },
  read_only: {
    words: "This Redis takes no writes: it is a replica, or misses its own replicas.",
    remedy: "Set REDIS_URL to the primary, or bring the replicas back.",
  },
  no_permission: {
    words: "Redis refuses the user of this service.",
    remedy: "Check user and password in REDIS_URL, and what the ACL of Redis allows that user.",
  },
  refused: {
    words: "Redis refuses a command that Bellwire needs.",
    remedy: "Use Redis 7.0 or newer, or Valkey, and see its log.",
  },
};
