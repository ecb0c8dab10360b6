import { expect, it } from "vitest";
import { parseInfo } from "../../src/findings/redis-facts.ts";

it("reads them off INFO", () => {
  const info =
    "# Memory\r\nused_memory:1024\r\nmaxmemory:2048\r\nmaxmemory_policy:allkeys-lru\r\naof_enabled:0\r\n";
  expect(parseInfo(info)).toEqual({
    aof: false,
    evictionPolicy: "allkeys-lru",
    maxMemory: 2048,
    usedMemory: 1024,
  });
  expect(parseInfo("")).toEqual({ aof: true, evictionPolicy: "noeviction", maxMemory: 0, usedMemory: 0 });
});
