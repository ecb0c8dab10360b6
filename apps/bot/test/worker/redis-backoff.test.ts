import { RedisUnavailableError } from "@bellwire/messaging";
import { describe, expect, it } from "vitest";
import { redisBackoffMs, untilServed } from "../../src/worker/redis-backoff.ts";

const away = () => new RedisUnavailableError("disconnected", "test");
const { signal } = new AbortController();

describe("redisBackoffMs", () => {
  it("doubles from 50 ms to 1 s, of which up to a half is left out", () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 1000].map((failures) => redisBackoffMs(failures, () => 0));
    expect(waits).toEqual([50, 100, 200, 400, 800, 1000, 1000, 1000]);
    expect(redisBackoffMs(6, () => 0.999)).toBeGreaterThan(500);
  });
});

describe("untilServed", () => {
  it("repeats until Redis serves it", async () => {
    let times = 0;
    const work = async () => {
      times += 1;
      if (times < 3) throw away();
      return "served";
    };
    expect(await untilServed(work, { goOn: () => true, signal })).toBe("served");
    expect(times).toBe(3);
  });

  it("gives up where that makes no sense, or is not wanted", async () => {
    const work = () => Promise.reject<string>(away());
    expect(await untilServed(work, { goOn: () => false, signal })).toBeUndefined();
    expect(await untilServed(work, { goOn: () => true, signal: AbortSignal.abort() })).toBeUndefined();
  });

  it("does not repeat a bug", async () => {
    const work = () => Promise.reject<string>(new TypeError("a bug"));
    await expect(untilServed(work, { goOn: () => true, signal })).rejects.toThrow(TypeError);
  });
});
