import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
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

  it("does not make what comes later wait for a slow call", async () => {
    const { batcher, calls, gates } = recording();
    const slow = batcher.ask(1);
    await setImmediate();
    const quick = batcher.ask(2);
    await setImmediate();
    gates[1]?.();
    expect(await quick).toBe(20);
    expect(calls).toEqual([[1], [2]]);
    gates[0]?.();
    expect(await slow).toBe(10);
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
