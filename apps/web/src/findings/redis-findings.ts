import type { Finding } from "./finding.ts";
import type { RedisFacts } from "./redis-facts.ts";

const NEARLY_FULL = 0.9;
const MIB = 1024 * 1024;

/** What could go wrong with what Redis keeps. */
export function redisFindings(facts: RedisFacts): Finding[] {
  const findings: Finding[] = [];
  if (facts.maxMemory > 0 && facts.evictionPolicy !== "noeviction") {
    findings.push({
      code: "redis_may_evict",
      severity: "error",
      words: `Redis removes keys when it is full (maxmemory-policy ${facts.evictionPolicy}): what waits may vanish.`,
      remedy: "Let it refuse writes instead, and set it so in redis.conf as well.",
      command: "redis-cli CONFIG SET maxmemory-policy noeviction",
    });
  }
  if (facts.maxMemory > 0 && facts.usedMemory >= facts.maxMemory * NEARLY_FULL) {
    const [used, most] = [facts.usedMemory, facts.maxMemory].map((bytes) => Math.round(bytes / MIB));
    findings.push({
      code: "redis_nearly_full",
      severity: "warning",
      words: `Redis uses ${used} of ${most} MiB. When it is full, nothing new is accepted; what waits is still sent.`,
      remedy: "Raise maxmemory, or lower RETENTION_HOURS and STREAM_KEEP.",
      command: `redis-cli CONFIG SET maxmemory ${most === undefined ? 0 : most * 2}mb`,
    });
  }
  if (!facts.aof) {
    findings.push({
      code: "redis_no_aof",
      severity: "warning",
      words: "Redis keeps no append-only file: what waits is lost when Redis or its machine falls over.",
      remedy: "Switch it on, and set it so in redis.conf as well.",
      command: "redis-cli CONFIG SET appendonly yes",
    });
  }
  return findings;
}
