import type { HubMessage, HubWatcher } from "@bellwire/messaging";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveMessages } from "../../src/live/live-messages.ts";

type Batch = {
  items: { subscriber: string; seq: number; payload: unknown }[];
  skipped: Record<string, number>;
};

let watcher: HubWatcher | undefined;
let batches: Batch[];
let live: LiveMessages;
const seqs = new Map<string, number>();

beforeEach(() => {
  vi.useFakeTimers();
  batches = [];
  seqs.clear();
  live = new LiveMessages({
    watch: (one) => {
      watcher = one;
      return () => {
        watcher = undefined;
      };
    },
  });
  live.start((_event, json) => void batches.push(JSON.parse(json) as Batch));
});
afterEach(() => {
  live.stop();
  vi.useRealTimers();
});

function receive(subscriber: string, count = 1, bytes = 2): void {
  for (let each = 0; each < count; each += 1) {
    const seq = (seqs.get(subscriber) ?? 0) + 1;
    seqs.set(subscriber, seq);
    const payload = Buffer.from(`"${"x".repeat(bytes - 2)}"`);
    const message: HubMessage = { seq, channel: "c", payload, bytes, cut: false, atMs: 0 };
    watcher?.onMessage(subscriber, message);
  }
}

describe("LiveMessages", () => {
  it("gathers what comes within a tenth of a second", () => {
    receive("a");
    receive("b", 2);
    expect(batches).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(batches).toHaveLength(1);
    expect(batches[0]?.items.map(({ subscriber, seq }) => `${subscriber}${seq}`)).toEqual(["a1", "b1", "b2"]);
    expect(batches[0]?.skipped).toEqual({});
    vi.advanceTimersByTime(1000);
    expect(batches).toHaveLength(1);
    receive("a");
    vi.advanceTimersByTime(100);
    expect(batches[1]?.items).toMatchObject([{ subscriber: "a", seq: 2 }]);
  });

  it("tells the newest twenty of each, and exactly how many it leaves out", () => {
    receive("busy", 1000);
    receive("calm", 3);
    vi.advanceTimersByTime(100);
    const [batch] = batches;
    const busy = batch?.items.filter(({ subscriber }) => subscriber === "busy").map(({ seq }) => seq);
    expect(busy).toEqual(Array.from({ length: 20 }, (_, at) => 981 + at));
    expect(batch?.skipped).toEqual({ busy: 980 });
  });

  it("bounds a batch of large messages, fairly, and counts them all the same", () => {
    for (const name of ["a", "b", "c", "d"]) receive(name, 25, 16_000);
    vi.advanceTimersByTime(100);
    const [batch] = batches;
    expect(JSON.stringify(batch).length).toBeLessThan(700_000);
    for (const name of ["a", "b", "c", "d"]) {
      const told = batch?.items.filter(({ subscriber }) => subscriber === name) ?? [];
      expect(told.length).toBeGreaterThanOrEqual(8);
      expect(told.at(-1)?.seq).toBe(25);
      expect(told.length + (batch?.skipped[name] ?? 0)).toBe(25);
    }
  });

  it("tells nothing more once it is stopped, nor what came before when it starts again", () => {
    receive("a");
    live.stop();
    vi.advanceTimersByTime(1000);
    expect([batches, watcher]).toEqual([[], undefined]);
    live.start((_event, json) => void batches.push(JSON.parse(json) as Batch));
    receive("b");
    vi.advanceTimersByTime(100);
    expect(batches[0]?.items.map(({ subscriber }) => subscriber)).toEqual(["b"]);
  });
});
