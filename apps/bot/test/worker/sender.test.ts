import { RedisUnavailableError } from "@bellwire/messaging";
import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { away, EVERYTHING, setup } from "./sender-stand.ts";

describe("Sender", () => {
  it("takes as many as it has places, and more as they fall free", async () => {
    const { sender, give, sending, calls, taken, holdings } = setup();
    sender.start();
    give(...["1", "2", "3", "4", "5"].map((id) => ({ id })));
    await waitFor(() => calls.length === 3);
    expect([taken[0], holdings.size]).toEqual([3, 3]);
    calls[1]?.end();
    await waitFor(() => calls.length === 4);
    expect([sending(), taken.at(-1)]).toEqual([["1", "2", "3", "4"], 1]);
  });

  it("notes attempts of what came together in one call, before any of it is sent", async () => {
    const { sender, give, queue, calls, attempted } = setup();
    const attempt = queue.attempt;
    queue.attempt = async (claims) => {
      expect(calls).toEqual([]);
      return await attempt(claims);
    };
    give({ id: "1" }, { id: "2" });
    sender.start();
    await waitFor(() => calls.length === 2);
    expect(attempted).toEqual([["1", "2"]]);
  });

  it("sends at once what was given with its attempt noted, and asks for the others", async () => {
    const { sender, give, calls, attempted } = setup();
    give({ id: "noted", attempted: true }, { id: "asked" });
    sender.start();
    await waitFor(() => calls.length === 2);
    expect(attempted).toEqual([["asked"]]);
  });

  it("tells together what ended together, with the next take, and lets go of it", async () => {
    const { sender, give, calls, settled, taken, told, holdings, refuse } = setup({ concurrency: 2 });
    give({ id: "1", attempted: true }, { id: "2", attempted: true });
    sender.start();
    await waitFor(() => calls.length === 2);
    refuse.add("2");
    const before = taken.length;
    for (const { end } of calls) end();
    await waitFor(() => told.length === 2);
    expect(settled.map((batch) => batch.map(({ id }) => id))).toEqual([["1", "2"]]);
    expect(taken.length).toBeGreaterThan(before);
    expect(holdings.size).toBe(0);
    expect(told).toEqual([
      ["1", true],
      ["2", false],
    ]);
  });

  it("tells again what Redis did not serve, and lets go of it only then", async () => {
    const { sender, give, calls, settled, troubles, told, holdings } = setup();
    give({ id: "1", attempted: true });
    sender.start();
    await waitFor(() => calls.length === 1);
    troubles.turn = [away(), away()];
    calls[0]?.end();
    await waitFor(() => settled.length === 2);
    expect([told, holdings.size]).toEqual([[], 1]);
    await waitFor(() => told.length === 1);
    expect(holdings.size).toBe(0);
  });

  it("goes on taking where Redis refuses what it is told", async () => {
    const { sender, give, queue, calls, told } = setup({ concurrency: 1 });
    const { turn } = queue;
    queue.turn = async (settlements, max) => {
      if (settlements.some(({ id }) => id === "bad")) throw new RedisUnavailableError("refused", "ERR");
      return await turn(settlements, max);
    };
    give({ id: "bad", attempted: true }, { id: "good", attempted: true });
    sender.start();
    await waitFor(() => calls.length === 1);
    calls[0]?.end();
    await waitFor(() => calls.length === 2);
    calls[1]?.end();
    await waitFor(() => told.length === 1);
    expect(told).toEqual([["good", true]]);
  });

  it("does not send what was cancelled or is another's, and has its place again", async () => {
    const { sender, give, sending, refuse, holdings, settled } = setup({ concurrency: 1 });
    refuse.add("gone");
    give({ id: "gone" }, { id: "next" });
    sender.start();
    await waitFor(() => sending().length === 1);
    expect([sending(), holdings.ids(), settled]).toEqual([["next"], ["next"], []]);
  });

  it("gives up at once what it cannot read, without an attempt", async () => {
    const { sender, give, settled, attempted } = setup();
    give({ id: "bad", body: "{" });
    sender.start();
    await waitFor(() => settled.length === 1);
    expect(settled[0]).toEqual([{ id: "bad", token: 7, kind: "failed", reason: "unreadable_body" }]);
    expect(attempted).toEqual([]);
  });

  it("looks again by itself, at the moment that the queue named or soon", async () => {
    const { sender, taken, answer } = setup();
    answer.waitMs = 1;
    sender.start();
    await waitFor(() => taken.length > 5);
    answer.waitMs = Number.POSITIVE_INFINITY;
    const before = taken.length;
    await waitFor(() => taken.length > before + 1);
  });

  it("tells how long Telegram's limits held it back, and calls no other wait that", async () => {
    const { sender, taken, answer, throttled } = setup();
    answer.waitMs = 1;
    sender.start();
    await waitFor(() => taken.length > 3);
    expect(throttled).toEqual([]);
    // A timer of Node may fire some milliseconds early when its loop was busy, so the wait is much longer than that.
    Object.assign(answer, { heldBack: true, waitMs: 40 });
    await waitFor(() => throttled.length > 3);
    expect(Math.max(...throttled)).toBeGreaterThan(20);
  });

  it("takes nothing while Telegram takes nothing, and begins when it does", async () => {
    const { sender, watch, taken, give, calls } = setup();
    watch.allowance = { most: 0, sinceMs: Number.NEGATIVE_INFINITY };
    sender.start();
    give({ id: "1" });
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toEqual([]);
    watch.allowance = EVERYTHING;
    sender.wake();
    await waitFor(() => calls.length === 1);
  });

  it("sends one at a time to see, whatever is still under way from before", async () => {
    const { sender, watch, give, calls, sending } = setup({ concurrency: 5 });
    give({ id: "old 1" }, { id: "old 2" });
    sender.start();
    await waitFor(() => calls.length === 2);
    watch.allowance = { most: 1, sinceMs: performance.now() };
    give({ id: "1" }, { id: "2" });
    await waitFor(() => calls.length === 3);
    sender.wake();
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(sending()).toEqual(["old 1", "old 2", "1"]);
    calls[2]?.end();
    await waitFor(() => calls.length === 4);
  });

  it("goes on after Redis was away for takes and attempts", async () => {
    const { sender, give, sending, attempted, troubles } = setup();
    troubles.turn = [away(), away()];
    troubles.attempt = [away()];
    give({ id: "1" });
    sender.start();
    await waitFor(() => sending().length === 1);
    expect(attempted).toEqual([["1"], ["1"]]);
  });
});

describe("Sender, while others are in flight,", () => {
  const LONG_MS = 60_000;
  const someTurns = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ id: String(index), attempted: true }));

  it("tells what ended when a quarter of the places is free, and takes as many", async () => {
    const { sender, give, calls, settled, sending } = setup({ concurrency: 8, gatherMs: LONG_MS });
    give(...many(10));
    sender.start();
    await waitFor(() => calls.length === 8);
    calls[3]?.end();
    await someTurns();
    expect([settled, calls.length]).toEqual([[], 8]);
    calls[5]?.end();
    await waitFor(() => calls.length === 10);
    expect(settled.map((batch) => batch.map(({ id }) => id))).toEqual([["3", "5"]]);
    expect(sending().slice(8)).toEqual(["8", "9"]);
  });

  it("fills its places at once, however many one call gives", async () => {
    const { sender, give, calls, taken } = setup({ concurrency: 900, gatherMs: LONG_MS });
    give(...many(1000));
    sender.start();
    await waitFor(() => calls.length === 900);
    expect(taken).toEqual([500, 400]);
  });

  it("tells it soon, however long the others take", async () => {
    const { sender, give, calls, told } = setup({ concurrency: 8 });
    give(...many(2));
    sender.start();
    await waitFor(() => calls.length === 2);
    calls[0]?.end();
    await waitFor(() => told.length === 1);
    calls[1]?.end();
    await waitFor(() => told.length === 2);
  });

  it("tells it along with the take of what comes in, which waits for nothing", async () => {
    const { sender, give, calls, told } = setup({ concurrency: 8, gatherMs: LONG_MS });
    give(...many(2));
    sender.start();
    await waitFor(() => calls.length === 2);
    calls[0]?.end();
    await someTurns();
    expect(told).toEqual([]);
    give({ id: "new", attempted: true });
    await waitFor(() => calls.length === 3);
    expect(told).toEqual([["0", true]]);
  });

  it("tells it when none is left in flight, and at the stop", async () => {
    const { sender, give, calls, told } = setup({ concurrency: 8, gatherMs: LONG_MS, drainMs: 5000 });
    give(...many(3));
    sender.start();
    await waitFor(() => calls.length === 3);
    calls[0]?.end();
    sender.pause();
    await waitFor(() => told.length === 1);
    for (const { end } of calls) end();
    await sender.stop();
    expect(told.map(([id]) => id)).toEqual(["0", "1", "2"]);
  });
});
