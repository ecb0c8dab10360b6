import { type RedisProcess, startProxy, startRedis, waitFor } from "@bellwire/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BoardValue } from "../../src/board/board-value.ts";
import { BoardWatch } from "../../src/board/board-watch.ts";
import type { Boards } from "../../src/board/boards.ts";
import { openBoards } from "./boards-stand.ts";

const DAY_MS = 86_400_000;

let redis: RedisProcess;
let closes: (() => Promise<void>)[] = [];

beforeEach(async () => {
  redis = await startRedis();
});
afterEach(async () => {
  for (const close of closes.reverse()) await close();
  closes = [];
  await redis.stop();
});

async function open(...urls: [string, string?]) {
  const opened = await openBoards(urls[0], "test", urls[1]);
  closes.push(opened.close);
  return opened;
}

/** Follows a board with one watch a call, as a page does that polls, or with one watch for all. */
async function follow(boards: Boards, board: string, last: string, oneWatch: boolean): Promise<BoardValue[]> {
  const seen: BoardValue[] = [];
  let watch = boards.watch(board);
  while (seen.at(-1)?.value !== last) {
    const value = await watch.next(seen.at(-1)?.revision ?? 0, 20_000);
    if (value === undefined) throw new Error("nothing for 20 s");
    seen.push(value);
    if (oneWatch) continue;
    watch.close();
    watch = boards.watch(board);
  }
  watch.close();
  return seen;
}

describe("BoardWatch", () => {
  it("gives at once what is newer, else waits for it, else ends with the wait", async () => {
    const { boards } = await open(redis.url);
    await boards.put("a", "1", DAY_MS);
    const watch = boards.watch("a");
    const first = await watch.next(0, 0);
    expect(first?.value).toBe("1");
    const after = first?.revision ?? 0;
    expect(await watch.next(after, 0)).toBeUndefined();
    expect(await watch.next(after, 30)).toBeUndefined();
    expect((await watch.next(0, 10_000))?.value).toBe("1");
    const waiting = watch.next(after, 10_000);
    await boards.put("b", "other", DAY_MS);
    await boards.remove("a");
    await boards.put("a", "2", DAY_MS);
    expect((await waiting)?.value).toBe("2");
    watch.close();
  });

  it("waits for a board that is not there yet", async () => {
    const { boards } = await open(redis.url);
    const watch = boards.watch("new");
    const waiting = watch.next(0, 10_000);
    await boards.put("new", "1", DAY_MS);
    expect((await waiting)?.value).toBe("1");
    watch.close();
  });

  it("shows 50 who follow 500 changes a growing sequence that ends with the last", async () => {
    const { boards, hub } = await open(redis.url);
    const writer = await open(redis.url);
    const following = Array.from({ length: 50 }, (_, number) =>
      follow(boards, "race", '"last"', number % 2 === 0),
    );
    for (let number = 0; number < 500; number += 1) await writer.boards.put("race", String(number), DAY_MS);
    await writer.boards.put("race", '"last"', DAY_MS);
    for (const seen of await Promise.all(following)) {
      const revisions = seen.map(({ revision }) => revision);
      expect(revisions.every((revision, at) => at === 0 || revision > (revisions[at - 1] ?? 0))).toBe(true);
      const numbers = seen.slice(0, -1).map(({ value }) => Number(value));
      expect(numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0))).toBe(true);
    }
    await waitFor(async () => (await hub.activeChannels()).length === 0);
  });

  it("reads again after the connection was lost", async () => {
    const proxy = await startProxy({ port: redis.port });
    closes.push(() => proxy.close());
    const { boards } = await open(proxy.url(), redis.url);
    await boards.put("a", "1", DAY_MS);
    const watch = boards.watch("a");
    const first = await watch.next(0, 10_000);
    const waiting = watch.next(first?.revision ?? 0, 20_000);
    await proxy.refuse(true);
    proxy.cut();
    await waitFor(async () => (await redis.client().pubsub("NUMSUB", "test:board:a"))[1] === 0);
    expect(await boards.put("a", "2", DAY_MS)).toMatchObject({ receivers: 0 });
    await proxy.refuse(false);
    expect((await waiting)?.value).toBe("2");
    watch.close();
  });

  it("answers with what stands there while nothing can be heard, and misses nothing afterwards", async () => {
    const proxy = await startProxy({ port: redis.port });
    closes.push(() => proxy.close());
    await proxy.refuse(true);
    const { boards } = await open(proxy.url(), redis.url);
    await boards.put("a", "1", DAY_MS);
    const watch = boards.watch("a");
    const first = await watch.next(0, 50);
    expect(first?.value).toBe("1");
    await boards.put("a", "2", DAY_MS);
    await proxy.refuse(false);
    expect((await watch.next(first?.revision ?? 0, 20_000))?.value).toBe("2");
    watch.close();
  });

  it("throws what the reading throws, and reads again the next time", async () => {
    const { boards } = await open(redis.url);
    await redis.client().lpush("test:board:a", "no board");
    const watch = boards.watch("a");
    await expect(watch.next(0, 10_000)).rejects.toMatchObject({ name: "RedisUnavailableError" });
    await redis.client().del("test:board:a");
    await boards.put("a", "1", DAY_MS);
    expect((await watch.next(0, 10_000))?.value).toBe("1");
    watch.close();
  });

  it("ends when it is closed while it reads", async () => {
    let closing = (): void => {};
    const watch = new BoardWatch({
      read: async () => {
        closing();
        return undefined;
      },
      listen: () => ({ ready: Promise.resolve(), close: () => {} }),
    });
    closing = () => watch.close();
    expect(await watch.next(0, 60_000)).toBeUndefined();
  });

  it("ends when it is closed, also while it waits and before it was subscribed", async () => {
    const { boards, hub } = await open(redis.url);
    const watch = boards.watch("a");
    const waiting = watch.next(0, 60_000);
    await waitFor(async () => (await hub.activeChannels()).length === 1);
    watch.close();
    watch.close();
    expect(await waiting).toBeUndefined();
    const early = boards.watch("b");
    early.close();
    expect(await early.next(0, 60_000)).toBeUndefined();
    await waitFor(async () => (await hub.activeChannels()).length === 0);
  });
});
