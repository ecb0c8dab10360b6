import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { BoardChange } from "../../src/board/board-value.ts";
import type { Boards } from "../../src/board/boards.ts";
import { redisKeys } from "../../src/keys.ts";
import type { Hub } from "../../src/pubsub/hub.ts";
import { openBoards } from "./boards-stand.ts";

/** What a pattern would take for something else must not matter. */
const PREFIX = "{shop}[1]*?\\";
const keys = redisKeys(PREFIX);
const DAY_MS = 86_400_000;

let redis: RedisProcess;
let boards: Boards;
let hub: Hub;
let close: () => Promise<void>;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  await redis.client().flushall();
  ({ boards, hub, close } = await openBoards(redis.url, PREFIX));
});
afterEach(() => close());

async function put(board: string, value: unknown, ttlMs = DAY_MS) {
  const answer = await boards.put(board, JSON.stringify(value), ttlMs);
  if (answer.kind !== "put") throw new Error(answer.kind);
  return answer;
}

describe("Boards", () => {
  it("show what was put last, as it was written, to latecomers and to every program", async () => {
    const text = '{"percent": 40, "big": 12345678901234567890, "text": "\\u00e9 é \\u0000", "n": 1.0}';
    const before = Date.now();
    const answer = await boards.put("build-71", text, 60_000);
    expect(answer).toMatchObject({ kind: "put", receivers: 0 });
    const value = await boards.get("build-71");
    expect(value).toMatchObject({ board: "build-71", value: text });
    expect(value?.revision).toBe(answer.kind === "put" && answer.revision);
    expect(value?.atMs).toBeGreaterThanOrEqual(before);
    expect((value?.expiresAtMs ?? 0) - (value?.atMs ?? 0)).toBe(60_000);
    const stored = JSON.parse((await redis.client().get(keys.board("build-71"))) ?? "") as unknown;
    expect(stored).toMatchObject({ revision: value?.revision, at_ms: value?.atMs, value: { percent: 40 } });
    const ttl = await redis.client().pttl(keys.board("build-71"));
    expect(ttl).toBeGreaterThan(50_000);
    expect(await boards.get("other")).toBeUndefined();
  });

  it("tell what was put and removed, in order, to who listens", async () => {
    const changes: BoardChange[] = [];
    const listening = boards.listen({ onChange: (change) => void changes.push(change), onMissed: () => {} });
    await listening.ready;
    const first = await put("a", 1);
    const second = await put("b", "two");
    expect([first.receivers, second.receivers]).toEqual([1, 1]);
    expect(await boards.remove("a")).toBe(true);
    expect(await boards.remove("a")).toBe(false);
    await redis.client().publish(keys.board("a"), "by a stranger");
    await redis.client().publish("{shop}1xyz:board:a", '{"revision":1,"at_ms":1,"removed":true}');
    await put("a", 3);
    await waitFor(() => changes.length === 4);
    expect(
      changes.map((change) =>
        change.kind === "put" ? `${change.value.board}=${change.value.value}` : `${change.board} removed`,
      ),
    ).toEqual(["a=1", 'b="two"', "a removed", "a=3"]);
    const revisions = changes.map((change) =>
      change.kind === "put" ? change.value.revision : change.revision,
    );
    expect([...revisions].sort((one, other) => one - other)).toEqual(revisions);
    expect(hub.stats()).toMatchObject({ published: 4, delivered: 4 });
    listening.close();
  });

  it("never let a revision go back: not after expiry, removal, FLUSHALL or a clock set back", async () => {
    const revisions = [(await put("a", 1)).revision, (await put("b", 1, 1)).revision];
    await waitFor(async () => (await boards.get("b")) === undefined);
    revisions.push((await put("b", 2)).revision);
    await boards.remove("b");
    revisions.push((await put("b", 3)).revision);
    for (let number = 0; number < 300; number += 1) revisions.push((await put("a", number)).revision);
    await redis.client().flushall();
    revisions.push((await put("a", 1)).revision);
    // As after an hour in which the clock was ahead.
    const ahead = Date.now() * 1000 + 3_600_000_000;
    await redis.client().set(keys.boardsRevision, ahead);
    revisions.push((await put("a", 1)).revision, (await put("b", 1)).revision);
    expect(revisions.slice(-2)).toEqual([ahead + 1, ahead + 2]);
    for (const garbage of ["inf", "nan", "x", "1e300"]) {
      await redis.client().set(keys.boardsRevision, garbage);
      expect(Number.isSafeInteger((await put("c", 1)).revision)).toBe(true);
    }
    expect(revisions.every((revision, at) => at === 0 || revision > (revisions[at - 1] ?? 0))).toBe(true);
    expect(revisions.every((revision) => Number.isSafeInteger(revision))).toBe(true);
  });

  it("list those changed last first, without those that are gone", async () => {
    for (const name of ["a", "b", "c", "d"]) await put(name, name);
    await put("b", "again", 1000);
    await put("e", "short", 1);
    await redis.client().del(keys.board("c"));
    await waitFor(async () => (await boards.get("e")) === undefined);
    const listed = async (limit: number) => (await boards.list(limit)).map(({ board }) => board);
    expect(await listed(10)).toEqual(["b", "d", "a"]);
    expect(await listed(2)).toEqual(["b", "d"]);
    await boards.remove("b");
    expect(await listed(10)).toEqual(["d", "a"]);
    // The next change trims what expired from the lists.
    await put("f", 1);
    expect(await redis.client().zrange(keys.boardsByRevision, "0", "-1")).not.toContain("e");
    expect(await redis.client().zrange(keys.boards, "0", "-1")).not.toContain("e");
  });

  it("list more than one page", async () => {
    const names = Array.from({ length: 450 }, (_, number) => `n${number}`);
    for (const name of names) await put(name, 1);
    expect((await boards.list(1000)).map(({ board }) => board)).toEqual([...names].reverse());
    expect(await boards.list(201)).toHaveLength(201);
  });

  it("are 10,000 at most, of 64 KiB each", async () => {
    const client = redis.client();
    const later = Date.now() + DAY_MS;
    const entries = Array.from({ length: 9999 }, (_, number) => [String(later), `old${number}`]);
    await client.zadd(keys.boards, ...entries.flat());
    await put("last", 1);
    expect(await boards.put("more", "1", DAY_MS)).toEqual({ kind: "full" });
    expect(await boards.get("more")).toBeUndefined();
    await put("last", 2);
    // One that expired makes room.
    await client.zadd(keys.boards, 1, "old0");
    await put("more", 1);
    const long = `"${"x".repeat(65_534)}"`;
    await put("last", JSON.parse(long));
    expect((await boards.get("last"))?.value).toBe(long);
    await expect(boards.put("last", `${long} `, DAY_MS)).rejects.toThrow(RangeError);
  });

  it("are refused while Redis is full, and removed all the same", async () => {
    await put("a", 1);
    const admin = redis.client();
    await admin.config("SET", "maxmemory", "1");
    await expect(put("b", 1)).rejects.toMatchObject({ trouble: "full" });
    expect(await boards.get("a")).toBeDefined();
    expect(await boards.remove("a")).toBe(true);
    await admin.config("SET", "maxmemory", "0");
  });

  it("are no boards where a stranger wrote something else", async () => {
    for (const content of ["", "x", '{"revision":1}', '{"revision":1,"at_ms":1,"expires_at_ms":1,"value":1'])
      await redis.client().set(keys.board("a"), content);
    expect(await boards.get("a")).toBeUndefined();
    await redis.client().del(keys.board("a"));
    await redis.client().lpush(keys.board("a"), "list");
    await put("a", 1);
    expect((await boards.get("a"))?.value).toBe("1");
  });
});
