import { describe, expect, it } from "vitest";
import { UpdateQueue } from "../../src/model/updates.ts";

const ignore = () => {};

function ids(outcome: Awaited<ReturnType<UpdateQueue["poll"]>>): number[] {
  return "updates" in outcome ? outcome.updates.map(({ update_id }) => update_id) : [];
}

describe("UpdateQueue", () => {
  it("answers at once, again and again, until the offset confirms", async () => {
    const queue = new UpdateQueue(10);
    for (let count = 0; count < 3; count += 1) queue.push("message", {});
    expect(ids(await queue.poll({ limit: 2, timeoutMs: 0 }, ignore))).toEqual([1, 2]);
    expect(ids(await queue.poll({ limit: 100, timeoutMs: 0 }, ignore))).toEqual([1, 2, 3]);
    queue.confirm(3);
    expect(ids(await queue.poll({ limit: 100, timeoutMs: 0 }, ignore))).toEqual([3]);
    queue.confirm(1000);
    expect(queue.size).toBe(0);
  });

  it("keeps the newest with a negative offset", () => {
    const queue = new UpdateQueue(10);
    for (let count = 0; count < 5; count += 1) queue.push("message", {});
    queue.confirm(-2);
    expect(queue.size).toBe(2);
    queue.confirm(-9);
    expect(queue.size).toBe(2);
  });

  it("wakes a waiting poll, ends it for a newer one, and lets it go with its client", async () => {
    const queue = new UpdateQueue(10);
    const woken = queue.poll({ limit: 1, timeoutMs: 60_000 }, ignore);
    queue.push("message", {});
    expect(ids(await woken)).toEqual([1]);
    queue.confirm(2);
    const first = queue.poll({ limit: 1, timeoutMs: 60_000 }, ignore);
    let leave = ignore;
    const second = queue.poll({ limit: 1, timeoutMs: 60_000 }, (listener) => {
      leave = listener;
    });
    expect(await first).toEqual({
      terminatedBy: "other getUpdates request; make sure that only one bot instance is running",
    });
    leave();
    expect(await second).toEqual({ updates: [] });
    queue.push("message", {});
    expect(queue.size).toBe(1);
  });

  it("drops and counts the oldest beyond its bound", () => {
    const queue = new UpdateQueue(3);
    for (let count = 0; count < 10; count += 1) queue.push("message", {});
    expect([queue.size, queue.dropped]).toEqual([3, 7]);
  });

  it("queues only the kinds the bot allows", () => {
    const queue = new UpdateQueue(10);
    queue.push("message_reaction", {});
    expect(queue.size).toBe(0);
    queue.allow(["callback_query"]);
    queue.push("message", {});
    queue.push("callback_query", {});
    expect(queue.size).toBe(1);
    queue.allow([]);
    queue.push("message", {});
    expect(queue.size).toBe(2);
  });
});
