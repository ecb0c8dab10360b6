import { type LeaseState, RedisUnavailableError } from "@bellwire/messaging";
import { describe, expect, it } from "vitest";
import type { CallResult } from "../../src/delivery/outcome.ts";
import { UpdateHandler } from "../../src/updates/update-handler.ts";
import { recordingCounter, recordingLogger } from "../recording.ts";

const BELL = { id: 1, username: "bell_bot" };
const OK: CallResult<{ messageId: number }> = { kind: "answered", answer: { messageId: 1 } };
const away = () => new RedisUnavailableError("disconnected", "test");

/** The queue's answers are given one after the other, the last one for ever; an error is thrown. */
function setup(
  { releases = [0], spends = [0], patienceMs = 300, result = OK } = {} as {
    releases?: (number | Error)[];
    spends?: (number | Error)[];
    patienceMs?: number;
    result?: typeof OK;
  },
) {
  const released: string[] = [];
  const sent: number[] = [];
  const spent: string[] = [];
  const next = (answers: (number | Error)[]): number => {
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? 0;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const [updates, answers] = [recordingCounter(), recordingCounter()];
  const lease: { state: LeaseState } = { state: "held" };
  const { logger, lines } = recordingLogger();
  const handler = new UpdateHandler({
    sendMessage: async (chatId) => {
      sent.push(chatId);
      return result;
    },
    queue: {
      releaseLane: async (lane) => {
        released.push(lane);
        return next(releases);
      },
      spend: async (lane) => {
        spent.push(lane);
        return next(spends);
      },
    },
    lease,
    updates,
    answers,
    logger,
    patienceMs,
  });
  const write = (text: string, hurry = new AbortController().signal) =>
    handler.handle({ update_id: 1, message: { chat: { id: 42 }, text } }, BELL, hurry);
  return { handler, write, released, sent, spent, updates, answers, lease, lines };
}

describe("UpdateHandler", () => {
  it("lets go of what is parked for whoever writes anything, and says how much it was", async () => {
    const { write, released, sent, updates, lines } = setup({ releases: [3] });
    expect(await write("thanks")).toBe(true);
    expect([released, sent]).toEqual([["42"], []]);
    expect(updates.of({ kind: "other" })).toBe(1);
    expect(lines.join("")).toContain('"messages":3');
  });

  it("answers a command within the budget that all bots share", async () => {
    const { write, spent, sent, answers } = setup({ spends: [5, 5, 0] });
    expect(await write("/start")).toBe(true);
    expect([spent, sent]).toEqual([["42", "42", "42"], [42]]);
    expect(answers.of({ outcome: "answered" })).toBe(1);
  });

  it("does not answer where there is no place in time, and says so", async () => {
    const { write, sent, answers, lines } = setup({ spends: [10_000] });
    expect(await write("/start")).toBe(true);
    expect(sent).toEqual([]);
    expect(answers.of({ outcome: "no_budget" })).toBe(1);
    expect(lines.join("")).toContain("no place among the sends");
  });

  it("counts an answer that Telegram refused, and calls the update handled", async () => {
    const result = { kind: "refused", code: 403, description: "Forbidden" } as const;
    const { write, answers } = setup({ result: result as never });
    expect(await write("/start")).toBe(true);
    expect(answers.of({ outcome: "refused" })).toBe(1);
  });

  it("tries again while Redis is away for a moment", async () => {
    const { write, released, sent } = setup({ releases: [away(), 0], spends: [away(), 0], patienceMs: 5000 });
    expect(await write("/start")).toBe(true);
    expect([released.length, sent]).toEqual([2, [42]]);
  });

  it("leaves the update to come again where Redis is away and the lease is gone with it", async () => {
    const { write, lease, sent } = setup({ releases: [away()] });
    lease.state = "unknown";
    expect(await write("/start")).toBe(false);
    expect(sent).toEqual([]);
  });

  it("leaves it to the next bot when this one is in a hurry", async () => {
    const { write } = setup({ releases: [away()] });
    expect(await write("/start", AbortSignal.abort())).toBe(false);
  });

  it("does not keep other people's updates for ever where Redis refuses the release", async () => {
    const { write, sent, lines } = setup({ releases: [away()] });
    expect(await write("/start")).toBe(true);
    expect(sent).toEqual([42]);
    expect(lines.join("")).toContain("could not be released");
  });

  it("has nothing to do with what is no message", async () => {
    const { handler, released } = setup();
    expect(await handler.handle({ update_id: 1 }, BELL, new AbortController().signal)).toBe(true);
    expect(released).toEqual([]);
  });
});
