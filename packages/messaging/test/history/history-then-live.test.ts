import { describe, expect, it } from "vitest";
import { historyThenLive } from "../../src/history/history-then-live.ts";
import type { LiveListener } from "../../src/history/live-buffer.ts";

/** Numbers that are stored and told; `page` of them are read at once. */
function numbers({ page = 10, from = 0 } = {}) {
  const stored: number[] = [];
  let listener: LiveListener<number> | undefined;
  let becomeReady = () => {};
  const ready = new Promise<void>((resolve) => {
    becomeReady = resolve;
  });
  const log: string[] = [];
  const end = new AbortController();
  /** Called while a page is read, after what is stored was looked at. */
  const hooks: { whileReading?: (() => void) | undefined; away: boolean } = { away: false };
  const stream = historyThenLive<number, number>({
    from,
    signal: end.signal,
    positionOf: (item) => item,
    isAfter: (a, b) => a > b,
    subscribe: (one) => {
      log.push("subscribed");
      listener = one;
      return { ready, close: () => void log.push("closed") };
    },
    readHistory: async (after) => {
      log.push(`read ${after}`);
      if (hooks.away) return undefined;
      const items = stored.filter((item) => item > after).slice(0, page);
      hooks.whileReading?.();
      await new Promise(setImmediate);
      return { items, position: items.at(-1) ?? after, more: items.length === page };
    },
  });
  const store = (...items: number[]) => void stored.push(...items);
  const tell = (...items: number[]) => listener?.onLive(items);
  const add = (...items: number[]) => {
    store(...items);
    tell(...items);
  };
  return { stream, store, tell, add, log, hooks, becomeReady, end, missed: () => listener?.onMissed() };
}

/** Takes items until there are `count`. */
async function take(stream: AsyncGenerator<readonly number[]>, count: number): Promise<number[]> {
  const got: number[] = [];
  while (got.length < count) {
    const { value, done } = await stream.next();
    if (done === true) break;
    got.push(...value);
  }
  return got;
}

const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

describe("historyThenLive", () => {
  it("subscribes, then reads what is stored, then tells what happens", async () => {
    const { stream, store, add, log, missed, becomeReady } = numbers();
    store(1, 2, 3);
    const first = take(stream, 3);
    missed();
    await new Promise(setImmediate);
    expect(log).toEqual(["subscribed"]);
    becomeReady();
    expect(await first).toEqual([1, 2, 3]);
    const next = take(stream, 3);
    add(4);
    add(5, 6);
    expect(await next).toEqual([4, 5, 6]);
    await stream.return();
    expect(log).toEqual(["subscribed", "read 0", "closed"]);
  });

  it("begins behind `from`, over many pages", async () => {
    const { stream, store, becomeReady } = numbers({ from: 5 });
    becomeReady();
    store(...upTo(47));
    expect(await take(stream, 42)).toEqual(upTo(47).slice(5));
    await stream.return();
  });

  it("tells once what is stored and told, and misses nothing that happens while it reads", async () => {
    const { stream, store, add, tell, hooks, becomeReady } = numbers();
    becomeReady();
    store(1, 2);
    hooks.whileReading = () => {
      hooks.whileReading = undefined;
      tell(1, 2);
      add(3);
      tell(3, 3);
    };
    expect(await take(stream, 3)).toEqual([1, 2, 3]);
    const next = take(stream, 1);
    tell(2, 3);
    add(4);
    expect(await next).toEqual([4]);
    await stream.return();
  });

  it("reads again what a slow consumer had no room for", async () => {
    const { stream, add, log, becomeReady } = numbers({ page: 500 });
    becomeReady();
    const first = take(stream, 1);
    await new Promise(setImmediate);
    add(1);
    expect(await first).toEqual([1]);
    for (const number of upTo(2500).slice(1)) add(number);
    expect(await take(stream, 2499)).toEqual(upTo(2500).slice(1));
    expect(log.filter((line) => line.startsWith("read")).length).toBeGreaterThan(1);
    await stream.return();
  });

  it("reads again when something may have been missed, also while it reads", async () => {
    const { stream, store, hooks, missed, becomeReady } = numbers();
    becomeReady();
    store(1);
    hooks.whileReading = () => {
      hooks.whileReading = undefined;
      store(2);
      missed();
    };
    expect(await take(stream, 2)).toEqual([1, 2]);
    const next = take(stream, 1);
    await new Promise(setImmediate);
    store(3);
    missed();
    expect(await next).toEqual([3]);
    await stream.return();
  });

  it("tries again what could not be read", async () => {
    const { stream, store, hooks, missed, becomeReady } = numbers();
    hooks.away = true;
    becomeReady();
    store(1);
    const first = take(stream, 1);
    await new Promise(setImmediate);
    hooks.away = false;
    missed();
    expect(await first).toEqual([1]);
    await stream.return();
  });

  it("ends by its signal while it waits, before it is ready, and before it began", async () => {
    const waiting = numbers();
    waiting.becomeReady();
    const none = take(waiting.stream, 1);
    await new Promise(setImmediate);
    waiting.end.abort();
    expect(await none).toEqual([]);
    const unready = numbers();
    const early = take(unready.stream, 1);
    unready.end.abort();
    expect(await early).toEqual([]);
    const unbegun = numbers();
    unbegun.end.abort();
    expect(await take(unbegun.stream, 1)).toEqual([]);
    for (const { log } of [waiting, unready, unbegun]) expect(log.at(-1)).toBe("closed");
  });

  it("misses none and tells none twice, whatever happens when", async () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const { stream, store, tell, add, missed, hooks, becomeReady } = numbers({ page: 3 });
      let [random, last] = [seed, 0];
      const chance = (of: number) => {
        random = (random * 48_271) % 2_147_483_647;
        return random % of;
      };
      const something = () => {
        last += 1;
        if (chance(3) > 0) return add(last);
        store(last);
        if (chance(2) === 0) tell(last - 1, last);
        else missed();
      };
      hooks.whileReading = () => {
        if (last < 200 && chance(2) === 0) something();
      };
      becomeReady();
      const got: number[] = [];
      while (got.at(-1) !== 200) {
        if (last < 200) something();
        if (last === 200 && chance(2) === 0) missed();
        const { value } = await stream.next();
        got.push(...(value ?? []));
      }
      expect(got).toEqual(upTo(200));
      await stream.return();
    }
  });
});
