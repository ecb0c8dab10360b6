import { RedisUnavailableError, type Settlement, type Taken } from "@bellwire/messaging";
import { waitFor } from "@bellwire/testkit";
import { afterEach, describe, expect, it } from "vitest";
import { Holdings } from "../../src/worker/holdings.ts";
import { Sender } from "../../src/worker/sender.ts";
import type { Allowance } from "../../src/worker/telegram-watch.ts";
import { Turns } from "../../src/worker/turns.ts";
import { takenSample } from "../delivery/samples.ts";
import { recordingLogger } from "../recording.ts";
import { fakeQueue, plainContact } from "./fakes.ts";

const EVERYTHING: Allowance = { most: Number.POSITIVE_INFINITY, sinceMs: Number.NEGATIVE_INFINITY };

const senders: Sender[] = [];
afterEach(async () => {
  for (const sender of senders.splice(0)) await sender.stop();
});

type Call = { id: string; end: (settlement?: Settlement) => void };

function setup({ concurrency = 3, drainMs = 50, settleMs = 50 } = {}) {
  const fake = fakeQueue();
  const holdings = new Holdings();
  const calls: Call[] = [];
  const watch = { allowance: EVERYTHING };
  const throttled: number[] = [];
  const told: [string, boolean][] = [];
  const { logger, lines } = recordingLogger();
  const sender = new Sender({
    ...{ queue: fake.queue, holdings, watch, concurrency, drainMs, settleMs, logger },
    parts: {
      send: (holding, _planned, abort) =>
        new Promise((resolve) => {
          const { id, token } = holding.taken;
          const end = (settlement: Settlement = { id, token, kind: "sent", messageId: 1, parts: 1 }) =>
            resolve(settlement);
          abort.addEventListener("abort", () => end({ id, token, kind: "failed", reason: "aborted" }));
          calls.push({ id, end });
        }),
    },
    turns: new Turns(),
    contact: plainContact,
    leaseMs: 1000,
    onSettled: ({ id }, accepted) => told.push([id, accepted]),
    onThrottled: (waitedMs) => throttled.push(waitedMs),
  });
  senders.push(sender);
  const give = (...changes: Partial<Taken>[]) => {
    fake.waiting.push(...changes.map((each) => takenSample(each)));
    sender.wake();
  };
  const sending = () => calls.map(({ id }) => id);
  const endAll = () => {
    for (const { end } of calls) end();
  };
  return { ...fake, sender, holdings, watch, give, calls, sending, endAll, throttled, told, lines };
}

const away = () => new RedisUnavailableError("disconnected", "test");

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

describe("Sender's stop", () => {
  it("waits for what is in flight, and takes nothing more", async () => {
    const { sender, give, calls, settled, taken, endAll, waiting } = setup({ drainMs: 5000 });
    give({ id: "1" }, { id: "2" });
    sender.start();
    await waitFor(() => calls.length === 2);
    sender.pause();
    give({ id: "3" });
    const stopping = sender.stop();
    const before = taken.length;
    endAll();
    await stopping;
    await sender.stop();
    expect(settled.flat().map(({ id, kind }) => [id, kind])).toEqual([
      ["1", "sent"],
      ["2", "sent"],
    ]);
    expect([taken.length, waiting.length]).toEqual([before, 1]);
  });

  it("cuts off what is still in flight at the end of its time, and says what became of it", async () => {
    const { sender, give, calls, settled, lines, holdings } = setup({ drainMs: 20 });
    give({ id: "1" });
    sender.start();
    await waitFor(() => calls.length === 1);
    await sender.stop();
    expect(settled.flat()).toMatchObject([{ id: "1", reason: "aborted" }]);
    expect([holdings.size, lines.join("").includes("cut off")]).toEqual([0, true]);
  });

  it("gives back what was taken and is not begun", async () => {
    const { sender, give, queue, settled, calls, attempted } = setup({ drainMs: 5000 });
    const { turn } = queue;
    queue.turn = async (settlements, max) => {
      const answer = await turn(settlements, max);
      sender.pause();
      return answer;
    };
    give({ id: "1" });
    sender.start();
    await sender.stop();
    expect(settled.flat()).toEqual([{ id: "1", token: 7, kind: "returned", reason: "released" }]);
    expect([calls, attempted]).toEqual([[], []]);
  });

  it("gives back what could not be noted because Redis was away", async () => {
    const { sender, give, settled, attempted, troubles, calls } = setup({ drainMs: 5000 });
    troubles.attempt = Array.from({ length: 100 }, away);
    give({ id: "1" });
    sender.start();
    await waitFor(() => attempted.length > 0);
    await sender.stop();
    expect(settled.flat()).toMatchObject([{ id: "1", kind: "returned" }]);
    expect(calls).toEqual([]);
  });

  it("is bounded where Redis does not hear what became of them", async () => {
    const { sender, give, calls, troubles, holdings, endAll } = setup({ settleMs: 20 });
    give({ id: "1" });
    sender.start();
    await waitFor(() => calls.length === 1);
    troubles.turn = Array.from({ length: 1000 }, away);
    endAll();
    await sender.stop();
    expect(holdings.size).toBe(1);
  });
});
