import { setImmediate } from "node:timers/promises";
import { Health } from "@bellwire/runtime";
import { waitFor } from "@bellwire/testkit";
import { afterEach, describe, expect, it } from "vitest";
import type { CallResult } from "../../src/delivery/outcome.ts";
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
  const watch = new TelegramWatch({
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
  return { watch, check, asked, answers };
}

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
    watch.note(outcome);
    expect(watch.isUsable).toBe(false);
    watch.note(outcome);
    await waitFor(() => watch.isUsable);
    expect(asked.times).toBe(2);
  });

  it("takes nothing else as a reason to ask", async () => {
    const { watch, asked } = setup(BELL);
    watch.start();
    await waitFor(() => watch.isUsable);
    watch.note({ kind: "sent", messageId: 1 });
    watch.note({ kind: "unknown", reason: "timeout" });
    watch.note({ kind: "refused", reason: "blocked", unreachable: true });
    expect(watch.isUsable).toBe(true);
    expect(asked.times).toBe(1);
  });

  it("asks again for trouble noted at the very moment of the answer", async () => {
    const { promise, open } = gate<Who>();
    let times = 0;
    const watch = new TelegramWatch({
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
      watch.note({ kind: "not_sent", reason: "unreachable" });
      await Promise.resolve();
    }
    await waitFor(() => watch.isUsable);
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
