import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { withinRedisBudget } from "../../src/http/redis-budget.ts";

const never = () => new Promise<never>(() => {});
const timedOut = expect.objectContaining({ name: "RedisUnavailableError", trouble: "timeout" });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** How long `work` waits before it is given up, by the faked clock. */
async function waitedMs(work: Promise<unknown>): Promise<number> {
  const begunMs = performance.now();
  const given = work.catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  expect(await given).toEqual(timedOut);
  return performance.now() - begunMs;
}

describe("withinRedisBudget", () => {
  it("gives every request less than 2 s for all that it asks of Redis", async () => {
    const request = new IncomingMessage(new Socket());
    const first = await waitedMs(withinRedisBudget(request, never(), 250));
    const second = await waitedMs(withinRedisBudget(request, never()));
    const third = await waitedMs(withinRedisBudget(request, never()));
    expect([first, second, third]).toEqual([250, 1550, expect.toSatisfy((ms: number) => ms <= 1)]);
  });

  it("hands on what came in time, success and failure alike", async () => {
    const request = new IncomingMessage(new Socket());
    expect(await withinRedisBudget(request, Promise.resolve(7))).toBe(7);
    await expect(withinRedisBudget(request, Promise.reject(new Error("own")))).rejects.toThrow("own");
    expect(vi.getTimerCount()).toBe(0);
  });
});
