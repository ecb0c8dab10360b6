import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Refresher } from "../../src/paging/refresher.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Reads take `tookMs` and answer with their number. */
function startRefresher(tookMs: number) {
  const told: number[] = [];
  let begun = 0;
  const read = async (): Promise<number> => {
    begun += 1;
    const mine = begun;
    await new Promise((resolve) => setTimeout(resolve, tookMs));
    return mine;
  };
  const refresher = new Refresher(read, (result) => told.push(result));
  return { refresher, told, begun: () => begun };
}

it("reads at once, and once more however often it is asked meanwhile", async () => {
  const { refresher, told, begun } = startRefresher(100);
  refresher.ask();
  await vi.advanceTimersByTimeAsync(50);
  for (let count = 0; count < 10; count += 1) refresher.ask();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toEqual([1, 2]);
  expect(begun()).toBe(2);
});

it("waits a second between two readings, and longer where they take long", async () => {
  const { refresher, begun } = startRefresher(0);
  refresher.ask();
  await vi.advanceTimersByTimeAsync(1);
  refresher.ask();
  await vi.advanceTimersByTimeAsync(990);
  expect(begun()).toBe(1);
  await vi.advanceTimersByTimeAsync(20);
  expect(begun()).toBe(2);

  const slow = startRefresher(1_000);
  slow.refresher.ask();
  await vi.advanceTimersByTimeAsync(1_001);
  slow.refresher.ask();
  await vi.advanceTimersByTimeAsync(3_900);
  expect(slow.begun()).toBe(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(slow.begun()).toBe(2);
});

it("waits no longer than 5 s, however long a reading takes", async () => {
  const { refresher, begun } = startRefresher(10_000);
  refresher.ask();
  await vi.advanceTimersByTimeAsync(10_001);
  refresher.ask();
  await vi.advanceTimersByTimeAsync(5_100);
  expect(begun()).toBe(2);
});

it("tells nothing and leaves nothing behind once it is stopped", async () => {
  const { refresher, told, begun } = startRefresher(100);
  refresher.ask();
  await vi.advanceTimersByTimeAsync(50);
  refresher.stop();
  refresher.ask();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toEqual([]);
  expect(begun()).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});
