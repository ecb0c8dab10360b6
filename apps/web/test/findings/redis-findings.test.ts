import { describe, expect, it } from "vitest";
import { redisFindings } from "../../src/findings/redis-findings.ts";

const FINE = { aof: true, evictionPolicy: "noeviction", maxMemory: 0, usedMemory: 1e9 };

describe("redisFindings", () => {
  it("has nothing to say of a Redis that keeps everything", () => {
    expect(redisFindings(FINE)).toEqual([]);
    expect(redisFindings({ ...FINE, evictionPolicy: "allkeys-lru" })).toEqual([]);
  });

  it("says what could be lost, and the command against it", () => {
    const poor = {
      aof: false,
      evictionPolicy: "allkeys-lru",
      maxMemory: 100 * 1024 ** 2,
      usedMemory: 95 * 1024 ** 2,
    };
    expect(redisFindings(poor).map(({ code, command }) => [code, command])).toEqual([
      ["redis_may_evict", "redis-cli CONFIG SET maxmemory-policy noeviction"],
      ["redis_nearly_full", "redis-cli CONFIG SET maxmemory 200mb"],
      ["redis_no_aof", "redis-cli CONFIG SET appendonly yes"],
    ]);
  });
});
