import { type LeaseState, RedisUnavailableError } from "@bellwire/messaging";
import { waitFor } from "@bellwire/testkit";
import { afterEach, expect, it } from "vitest";
import { Housekeeper } from "../../src/intake/housekeeper.ts";
import { recordingLogger } from "../recording.ts";

const running: Housekeeper[] = [];
afterEach(async () => {
  for (const housekeeper of running.splice(0)) await housekeeper.stop();
});

type Options = { more?: number; fails?: () => Error | undefined; everyMs?: number };

function setup({ more = 0, fails, everyMs = 5 }: Options = {}) {
  const seen = { full: [] as boolean[], trimmed: [] as number[], forgotten: 0, redisFull: [] as boolean[] };
  const state = { lease: "held" as LeaseState, isFull: false, standby: 0, looks: 0 };
  let left = more;
  const { logger, lines } = recordingLogger();
  const housekeeper = new Housekeeper({
    intake: {
      async housekeep(full) {
        seen.full.push(full);
        const error = fails?.();
        if (error) throw error;
        return { ended: 0, trimmed: 0, more: left-- > 0 };
      },
    },
    queue: { sizes: async () => ({ waiting: 3, pending: 2 }) },
    stream: {
      trim: async (keep) => seen.trimmed.push(keep),
      forgetReaders: async () => {
        seen.forgotten += 1;
        return 0;
      },
      sizes: async () => ({ length: 9, unread: 5, pending: 1 }),
    },
    admission: {
      noteRedisFull: (isFull) => void seen.redisFull.push(isFull),
      noteStandby: () => {
        state.standby += 1;
      },
    },
    isFull: async () => state.isFull,
    lease: {
      get state() {
        state.looks += 1;
        return state.lease;
      },
    },
    streamKeep: 77,
    logger,
    everyMs,
  });
  running.push(housekeeper);
  housekeeper.start();
  return { housekeeper, seen, state, lines };
}

it("keeps house again and again while it holds the lease, and knows what lies at the doors", async () => {
  const { housekeeper, seen } = setup();
  await waitFor(() => seen.full.length > 3);
  expect(new Set(seen.full)).toEqual(new Set([false]));
  expect(new Set(seen.trimmed)).toEqual(new Set([77]));
  // Readers of the stream that are gone are looked for seldom.
  expect(seen.forgotten).toBe(1);
  expect(housekeeper.sizes).toEqual({ queue: 3, queuePending: 2, streamUnread: 5, streamPending: 1 });
});

it("does nothing, and tells nothing, while another bot takes in", async () => {
  const { housekeeper, seen, state } = setup();
  await waitFor(() => seen.full.length > 0);
  state.lease = "other";
  await waitFor(() => state.standby > 0);
  const before = seen.full.length;
  const until = state.looks + 5;
  await waitFor(() => state.looks > until);
  expect(seen.full).toHaveLength(before);
  expect(housekeeper.sizes.queue).toBe(0);
});

it("goes on while there is more, and not for ever", async () => {
  const { seen } = setup({ more: 1_000_000, everyMs: 60_000 });
  await waitFor(() => seen.trimmed.length === 1);
  expect(seen.full).toHaveLength(20);
});

it("makes more room while Redis is full, and says so", async () => {
  const { seen, state } = setup();
  state.isFull = true;
  await waitFor(() => seen.full.includes(true));
  expect(seen.redisFull).toContain(true);
});

it("goes on after trouble with Redis in silence, and after a bug with a word in the log", async () => {
  let error: Error | undefined = new RedisUnavailableError("timeout", "test");
  const { seen, lines } = setup({ fails: () => error });
  await waitFor(() => seen.full.length > 2);
  expect(lines).toEqual([]);
  error = new Error("a bug");
  await waitFor(() => lines.some((line) => line.includes("housekeeping failed")));
  error = undefined;
  await waitFor(() => seen.trimmed.length > 0);
});
