import { Boards, Hub, RedisLink } from "@bellwire/messaging";
import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BoardWaiter } from "../../src/hub/board-waiter.ts";

let redis: RedisProcess;
let link: RedisLink;
let hub: Hub;
let boards: Boards;

beforeAll(async () => {
  redis = await startRedis();
  link = new RedisLink({ url: redis.url, name: "test" });
  await link.ready(5000);
  hub = new Hub({ url: redis.url, name: "hub", redis: link });
  hub.start();
  boards = new Boards({ redis: link, prefix: "p", hub });
});
afterAll(async () => {
  await hub.shutdown();
  link.close();
  await redis.stop();
});

const never = new AbortController().signal;

describe("BoardWaiter", () => {
  it("answers with what is newer, now or when it comes", async () => {
    const waiter = new BoardWaiter(boards);
    await boards.put("a", "1", 60_000);
    const first = await waiter.next({ board: "a", after: -1, waitMs: 60_000, signal: never });
    expect(first).toMatchObject({ value: "1" });
    const after = first !== "too_many" ? (first?.revision ?? 0) : 0;
    const next = waiter.next({ board: "a", after, waitMs: 60_000, signal: never });
    await boards.put("a", "2", 60_000);
    expect(await next).toMatchObject({ value: "2" });
  });

  it("ends when the wait is over, when the other side left, and when the process stops", async () => {
    const waiter = new BoardWaiter(boards);
    const wait = { board: "none", after: -1, signal: never };
    expect(await waiter.next({ ...wait, waitMs: 1 })).toBeUndefined();
    const left = new AbortController();
    const abandoned = waiter.next({ ...wait, waitMs: 60_000, signal: left.signal });
    left.abort();
    expect(await abandoned).toBeUndefined();
    const waiting = waiter.next({ ...wait, waitMs: 60_000 });
    waiter.drain();
    expect(await waiting).toBeUndefined();
    expect(await waiter.next({ ...wait, waitMs: 60_000 })).toBeUndefined();
  });

  it("refuses more than may wait", async () => {
    const waiter = new BoardWaiter(boards, 1);
    const wait = { board: "none", after: -1, waitMs: 60_000, signal: never };
    const first = waiter.next(wait);
    expect(await waiter.next(wait)).toBe("too_many");
    waiter.drain();
    await first;
  });
});
