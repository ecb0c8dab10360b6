import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FeedStore } from "../../src/feed/feed-store.ts";
import { FakeLive } from "./fake-live.ts";

const HELLO = { instance: "web-1", at: "2026-11-21T10:00:00.000Z", read_only: true, sandbox: true };

let web: FakeLive;
let store: FeedStore;
let unauthorized: ReturnType<typeof vi.fn<() => void>>;

beforeEach(() => {
  vi.useFakeTimers();
  web = new FakeLive();
  store = new FeedStore();
  unauthorized = vi.fn<() => void>();
});
afterEach(() => {
  store.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Lets what was said arrive and be told. */
const settle = (ms = 100) => vi.advanceTimersByTimeAsync(ms);

async function open(): Promise<void> {
  store.start(unauthorized);
  await settle();
}

it("opens, and reads what web says of itself", async () => {
  expect(store.read().connection).toBe("opening");
  await open();
  web.say("hello", HELLO);
  await settle();
  const { connection, hello, opened } = store.read();
  expect({ connection, opened }).toEqual({ connection: "live", opened: 1 });
  expect(hello).toEqual({ instance: "web-1", atMs: Date.parse(HELLO.at), readOnly: true, sandbox: true });
});

it("opens again after a break, and resumes after the last event that had an id", async () => {
  await open();
  web.say("hello", HELLO);
  web.say("changes", { items: [], skipped: 0 }, "17-0");
  await settle();
  web.cut();
  await settle();
  expect(store.read().connection).toBe("away");
  await settle(1_000);
  web.say("hello", HELLO);
  await settle();
  expect(store.read()).toMatchObject({ connection: "live", opened: 2 });
  expect(web.askedFrom).toEqual([null, "17-0"]);
});

it("waits longer from one failure to the next, at most 15 s", async () => {
  web.status = 503;
  await open();
  await settle(60_000);
  const tries = web.askedFrom.length;
  expect(tries).toBeGreaterThan(6);
  expect(tries).toBeLessThan(14);
  web.status = 200;
  for (let second = 0; second < 15 && !web.open; second++) await settle(1_000);
  expect(web.open).toBe(true);
});

it("says that the session is over, and goes on when there is one again", async () => {
  web.status = 401;
  await open();
  expect(unauthorized).toHaveBeenCalledTimes(1);
  web.status = 200;
  await settle(1_000);
  expect(store.read().connection).toBe("live");
});

it("takes a stream that says nothing for 10 s for dead", async () => {
  await open();
  await settle(9_000);
  expect(store.read().connection).toBe("live");
  web.say("stats", {});
  await settle(9_000);
  expect(store.read().connection).toBe("live");
  await settle(3_000);
  expect(web.askedFrom).toHaveLength(2);
});

it("tells its readers at most ten times a second, however much comes", async () => {
  await open();
  const told = vi.fn();
  store.subscribe(told);
  for (let round = 0; round < 100; round++) {
    web.say("changes", { items: [{ id: `n${round}`, user_id: 42, state: "sent" }], skipped: 0 });
    await settle(10);
  }
  await settle();
  expect(told.mock.calls.length).toBeLessThanOrEqual(11);
  expect(store.read().changesSeen).toBe(100);
});

it("survives what it cannot read", async () => {
  await open();
  web.write("event: stats\ndata: {not json\n\n");
  web.write("event: messages\ndata: [1, 2]\n\n");
  web.write('event: subscribers\ndata: {"items": [null, 7, {"name": 5}]}\n\n');
  web.write('event: invented\ndata: {"a": 1}\n\n');
  await settle();
  expect(store.read()).toMatchObject({ connection: "live", subscribers: [], gaps: 0 });
});

it("keeps what it knew when it is stopped, asks nobody any more, and may be started again", async () => {
  await open();
  web.say("hello", HELLO);
  await settle();
  store.stop();
  await settle(60_000);
  expect(web.open).toBe(false);
  expect(web.askedFrom).toHaveLength(1);
  expect(store.read()).toMatchObject({ connection: "opening", hello: { instance: "web-1" } });
  await open();
  expect(store.read().connection).toBe("live");
});
