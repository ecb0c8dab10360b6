import { setImmediate } from "node:timers/promises";
import { Health } from "@bellwire/runtime";
import { waitFor } from "@bellwire/testkit";
import { afterEach, describe, expect, it } from "vitest";
import { Circuit } from "../../src/delivery/circuit.ts";
import type { CallResult, Outcome } from "../../src/delivery/outcome.ts";
import type { BotIdentity } from "../../src/telegram/telegram-client.ts";
import { TelegramWatch } from "../../src/worker/telegram-watch.ts";
import { gate, recordingLogger } from "../recording.ts";

type Who = CallResult<BotIdentity>;
const BELL: Who = { kind: "answered", answer: { id: 1, username: "bell_bot" } };
const AWAY: Who = { kind: "failed", sent: "no", reason: "unreachable" };
const refused = (code: number): Who => ({ kind: "refused", code, description: "something" });

const watches: TelegramWatch[] = [];
afterEach(() => {
  for (const watch of watches.splice(0)) watch.stop();
});

/** Answers are given one after the other; the last one for ever. */
function setup(...answers: Who[]) {
  const health = new Health("bot");
  const asked = { times: 0 };
  const told = { allowed: 0, recovered: 0 };
  const watch = new TelegramWatch({
    circuit: new Circuit(),
    onAllowed: () => {
      told.allowed += 1;
    },
    onRecovered: () => {
      told.recovered += 1;
    },
    getMe: async () => {
      asked.times += 1;
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      return answer ?? AWAY;
    },
    health,
    logger: recordingLogger().logger,
    retryMs: 5,
  });
  watches.push(watch);
  const check = () => health.report().checks.find(({ name }) => name === "telegram");
  return { watch, check, asked, answers, told };
}

/** A call that began and ended now. */
const note = (watch: TelegramWatch, outcome: Outcome, lane = "42") =>
  watch.note(outcome, { lane, begunAtMs: performance.now() });

describe("TelegramWatch", () => {
  it("does not send before Telegram has said who the bot is", async () => {
    const { watch, check } = setup(BELL);
    expect(watch.isUsable).toBe(false);
    watch.start();
    expect(check()).toMatchObject({ status: "fail", remedy: expect.any(String) });
    await waitFor(() => watch.isUsable);
    expect(watch.identity).toEqual({ id: 1, username: "bell_bot" });
    expect(check()).toMatchObject({ status: "ok", words: "Telegram answers; this is @bell_bot." });
  });

  it.each([
    [refused(401), "Telegram refuses the bot token (401).", "TELEGRAM_BOT_TOKEN"],
    [refused(404), "Telegram refuses the bot token (404).", "TELEGRAM_API_ROOT"],
    [refused(421), "Telegram refuses the bot token (421).", "TELEGRAM_API_ROOT"],
    [refused(500), "Telegram answers with an error (500).", "every 5 seconds"],
    [AWAY, "Telegram cannot be reached (unreachable).", "network"],
  ])("says what is wrong and what to do, and goes on asking", async (answer, words, remedy) => {
    const { watch, check, asked, answers } = setup(answer);
    watch.start();
    await waitFor(() => asked.times >= 3);
    expect(check()).toMatchObject({ status: "fail", words, remedy: expect.stringContaining(remedy) });
    answers.unshift(BELL);
    await waitFor(() => watch.isUsable);
    expect(check()?.status).toBe("ok");
  });

  it.each([
    { kind: "bot_refused", reason: "unauthorized" } as const,
    { kind: "not_sent", reason: "unreachable" } as const,
  ])("stops sending after %j until getMe is answered", async (outcome) => {
    const { watch, asked } = setup(BELL);
    watch.start();
    await waitFor(() => watch.isUsable);
    note(watch, outcome);
    expect(watch.isUsable).toBe(false);
    note(watch, outcome);
    await waitFor(() => watch.isUsable);
    expect(asked.times).toBe(2);
  });

  it("takes nothing else as a reason to ask", async () => {
    const { watch, asked } = setup(BELL);
    watch.start();
    await waitFor(() => watch.isUsable);
    note(watch, { kind: "sent", messageId: 1 });
    note(watch, { kind: "unknown", reason: "timeout" });
    note(watch, { kind: "refused", reason: "blocked", unreachable: true });
    expect(watch.isUsable).toBe(true);
    expect(asked.times).toBe(1);
  });

  it("asks again for trouble noted at the very moment of the answer", async () => {
    const { promise, open } = gate<Who>();
    let times = 0;
    const watch = new TelegramWatch({
      circuit: new Circuit(),
      retryMs: 5,
      getMe: () => {
        times += 1;
        return times === 1 ? promise : Promise.resolve(BELL);
      },
      health: new Health("bot"),
      logger: recordingLogger().logger,
    });
    watches.push(watch);
    watch.start();
    open(BELL);
    await promise;
    // Some microtasks around the answer, whichever is the worst.
    for (let turn = 0; turn < 10; turn++) {
      note(watch, { kind: "not_sent", reason: "unreachable" });
      await Promise.resolve();
    }
    await waitFor(() => watch.isUsable);
  });

  it("lets one message out at a time after an outage, until Telegram answers one", async () => {
    const { watch, check, told } = setup(BELL);
    watch.start();
    await waitFor(() => watch.isUsable);
    expect(watch.allowance.most).toBe(Number.POSITIVE_INFINITY);
    for (const lane of ["1", "2", "3"]) note(watch, { kind: "unknown", reason: "server_error" }, lane);
    expect(watch.allowance.most).toBe(0);
    expect(check()).toMatchObject({ status: "fail", words: expect.stringContaining("server_error") });
    const before = performance.now();
    await waitFor(() => watch.isUsable);
    expect(watch.allowance.most).toBe(1);
    expect(watch.allowance.sinceMs).toBeGreaterThanOrEqual(before);
    expect(check()).toMatchObject({
      status: "warn",
      words: expect.stringContaining("One message at a time"),
    });
    expect(told.recovered).toBe(0);
    note(watch, { kind: "sent", messageId: 1 });
    expect(watch.allowance.most).toBe(Number.POSITIVE_INFINITY);
    expect(check()).toMatchObject({ status: "ok" });
    expect(told).toEqual({ allowed: 3, recovered: 1 });
  });

  it("waits before it asks again where messages fail while getMe is answered", async () => {
    const { watch, check, asked } = setup(BELL);
    watch.start();
    await waitFor(() => watch.isUsable);
    for (let times = 1; times <= 5; times++) {
      note(watch, { kind: "bot_refused", reason: "unauthorized" });
      // The first question comes at once, the others only after a while: not in the same turn of the event loop.
      const isFirst = times === 1;
      expect(asked.times).toBe(times + (isFirst ? 1 : 0));
      expect(watch.isUsable).toBe(false);
      expect(check()?.words).toContain("refuses messages of this bot (unauthorized)");
      await waitFor(() => watch.isUsable);
    }
  });

  it("takes an answer to an earlier message for the end of the outage, and asks no more", async () => {
    const { watch, check, asked, told } = setup(BELL, AWAY);
    watch.start();
    await waitFor(() => watch.isUsable);
    note(watch, { kind: "not_sent", reason: "unreachable" });
    await waitFor(() => check()?.words.includes("cannot be reached"));
    watch.note({ kind: "sent", messageId: 1 }, { lane: "42", begunAtMs: 0 });
    expect([watch.isUsable, told.recovered, check()?.status]).toEqual([true, 1, "ok"]);
    const before = asked.times;
    for (let turn = 0; turn < 20; turn++) await setImmediate();
    expect(asked.times).toBeLessThanOrEqual(before + 1);
    expect(check()?.status).toBe("ok");
  });

  it("stops asking when stopped", async () => {
    const { watch, check, asked } = setup(AWAY);
    watch.start();
    await waitFor(() => check()?.words.includes("cannot be reached"));
    watch.stop();
    const before = asked.times;
    watch.stop();
    for (let turn = 0; turn < 20; turn++) await setImmediate();
    expect(asked.times).toBe(before);
  });
});
