import { expect, it } from "vitest";
import { channelMatching, readTargets } from "../../src/live/targets.ts";

it("tells channels from patterns, takes each once, and minds no space or comma too many", () => {
  expect(readTargets(" orders:new,billing:*, orders:new,, a?b ,[ab]c ")).toEqual({
    channels: ["orders:new"],
    patterns: ["billing:*", "a?b", "[ab]c"],
  });
  expect(readTargets(" , ")).toEqual({ channels: [], patterns: [] });
});

it.each([
  ["notifications:*", "notifications:test"],
  ["a?b", "axb"],
  ["user:[123]:*", "user:1:test"],
])("names a channel that %s matches", (pattern, channel) => {
  expect(channelMatching(pattern)).toBe(channel);
});
