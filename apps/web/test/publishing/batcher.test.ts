import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Batcher, inChunks } from "../../src/publishing/batcher.ts";

const LIMITS = { maxItems: 3, maxBytes: 100, sizeOf: (item: number) => item };

function recording() {
  const calls: (readonly number[])[] = [];
  const gates: (() => void)[] = [];
  const run = (items: readonly number[]) => {
    calls.push(items);
    return new Promise<number[]>((resolve) => gates.push(() => resolve(items.map((item) => item * 10))));
  };
  return { batcher: new Batcher({ run, ...LIMITS }), calls, gates };
}

/** Lets so much time pass, and what is due then begin. */
async function nextAfter(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms);
  // One turn for what hears of it, one for what that begins.
  await setImmediate();
  await setImmediate();
}

// Turns of the event loop are real.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

describe("Batcher", () => {
  it("makes one call of what is asked in one turn, and gives each its own answer", async () => {
    const { batcher, calls, gates } = recording();
    const answers = Promise.all([batcher.ask(1), batcher.ask(2)]);
    expect(calls).toEqual([]);
    await setImmediate();
    expect(calls).toEqual([[1, 2]]);
    gates[0]?.();
    expect(await answers).toEqual([10, 20]);
  });

  it("gathers what is asked while a call is under way into the next one", async () => {
    const { batcher, calls, gates } = recording();
    const answers = [];
    for (const item of [1, 2, 3]) {
      answers.push(batcher.ask(item));
      await setImmediate();
    }
    expect(calls).toEqual([[1]]);
    gates[0]?.();
    await nextAfter(0);
    expect(calls).toEqual([[1], [2, 3]]);
    gates[1]?.();
    expect(await Promise.all(answers)).toEqual([10, 20, 30]);
    await nextAfter(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("has the next call on its way before those of the last one go on", async () => {
    const { batcher, calls, gates } = recording();
    const first = batcher.ask(1).then(() => calls.length);
    await setImmediate();
    void batcher.ask(2);
    gates[0]?.();
    expect(await first).toBe(2);
  });

  it("does not hold up for long what comes after a slow call, nor what comes after that", async () => {
    const { batcher, calls, gates } = recording();
    const slow = batcher.ask(1);
    await setImmediate();
    const quick = batcher.ask(2);
    await nextAfter(20);
    const last = batcher.ask(3);
    await nextAfter(20);
    expect(calls).toEqual([[1], [2], [3]]);
    gates[2]?.();
    expect(await last).toBe(30);
    gates[1]?.();
    expect(await quick).toBe(20);
    gates[0]?.();
    expect(await slow).toBe(10);
  });

  it("sends what goes in several calls at once", async () => {
    const { batcher, calls } = recording();
    for (const item of [1, 2, 3, 4]) void batcher.ask(item);
    await setImmediate();
    expect(calls).toEqual([[1, 2, 3], [4]]);
  });

  it("fails those of one call, and nobody else", async () => {
    const run = async (items: readonly number[]) => {
      if (items.includes(1)) throw new Error("broken");
      return items;
    };
    const batcher = new Batcher({ run, ...LIMITS });
    const broken = [batcher.ask(1), batcher.ask(2)];
    await Promise.all(broken.map((one) => expect(one).rejects.toThrow("broken")));
    expect(await batcher.ask(3)).toBe(3);
  });

  it("does not take a call for good that answers too little", async () => {
    const batcher = new Batcher<number, number>({ run: async () => [1], ...LIMITS });
    await expect(Promise.all([batcher.ask(1), batcher.ask(2)])).rejects.toThrow("answered");
  });
});

describe("inChunks", () => {
  it.each([
    [[], []],
    [
      [1, 2, 3, 4],
      [[1, 2, 3], [4]],
    ],
    [
      [60, 60, 10],
      [[60], [60, 10]],
    ],
    [
      [500, 1],
      [[500], [1]],
    ],
    [
      [1, 500],
      [[1], [500]],
    ],
  ])("%j becomes %j", (items, chunks) => {
    expect(inChunks(items, LIMITS)).toEqual(chunks);
  });
});
