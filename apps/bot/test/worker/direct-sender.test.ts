import { setImmediate } from "node:timers/promises";
import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import type { CallResult, Outcome } from "../../src/delivery/outcome.ts";
import { DirectSender } from "../../src/worker/direct-sender.ts";
import { gate, ignoringHistogram, recordingCounter, recordingLogger } from "../recording.ts";

type Sent = CallResult<{ messageId: number }>;
const SENT: Sent = { kind: "answered", answer: { messageId: 1 } };
const BLOCKED: Sent = { kind: "refused", code: 403, description: "Forbidden: bot was blocked by the user" };

function setup(concurrency: number) {
  const calls: { chatId: number; text: string; answer: (result: Sent) => void }[] = [];
  const outcomes: Outcome[] = [];
  const counter = recordingCounter();
  const { logger, lines } = recordingLogger();
  const sender = new DirectSender({
    sendMessage: (chatId, text) => {
      const { promise, open } = gate<Sent>();
      calls.push({ chatId, text, answer: open });
      return promise;
    },
    drainMs: 5000,
    concurrency,
    onOutcome: (outcome) => outcomes.push(outcome),
    outcomes: counter,
    sendSeconds: ignoringHistogram,
    logger,
  });
  const deliver = (user_id: number, message = "hi") => sender.deliver({ user_id, message });
  const texts = () => calls.map(({ text }) => text);
  return { sender, calls, texts, outcomes, counter, lines, deliver };
}

describe("DirectSender", () => {
  it("sends so many at a time and no more", async () => {
    const { sender, calls, deliver } = setup(3);
    for (const chat of [1, 2, 3]) await deliver(chat);
    let taken = false;
    const fourth = deliver(4).then(() => {
      taken = true;
    });
    await setImmediate();
    expect([calls.length, sender.inFlight, taken]).toEqual([3, 3, false]);
    calls[1]?.answer(SENT);
    await fourth;
    await waitFor(() => calls.length === 4);
    expect(sender.inFlight).toBe(3);
    for (const { answer } of calls) answer(SENT);
    await sender.stop();
    expect(sender.inFlight).toBe(0);
  });

  it("keeps the order of each chat, whoever waits for a place", async () => {
    const { sender, calls, texts, deliver } = setup(2);
    const delivered = [deliver(1, "1a"), deliver(1, "1b"), deliver(1, "1c"), deliver(2, "2a")];
    await setImmediate();
    expect(texts()).toEqual(["1a"]);
    calls[0]?.answer(SENT);
    // One who comes now must not get the place of one who waits.
    delivered.push(deliver(1, "1d"));
    for (let next = 1; next < 5; next++) {
      await waitFor(() => calls.length > next);
      calls[next]?.answer(SENT);
    }
    await Promise.all(delivered);
    await sender.stop();
    expect(texts().filter((text) => text.startsWith("1"))).toEqual(["1a", "1b", "1c", "1d"]);
    expect(texts()).toContain("2a");
  });

  it("sends all parts of a long text, in order, until one fails", async () => {
    const { sender, calls, outcomes, deliver } = setup(1);
    await deliver(1, "x".repeat(4096 * 3));
    await waitFor(() => calls.length === 1);
    calls[0]?.answer(SENT);
    await waitFor(() => calls.length === 2);
    calls[1]?.answer(BLOCKED);
    await sender.stop();
    expect(calls.length).toBe(2);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["sent", "refused"]);
  });

  it("counts by reason, and logs neither text nor Telegram's words", async () => {
    const { sender, calls, counter, lines, deliver } = setup(1);
    await deliver(42, "the text of a person");
    await waitFor(() => calls.length === 1);
    calls[0]?.answer({ kind: "refused", code: 400, description: "Bad Request: about the text of a person" });
    await sender.stop();
    expect(counter.of({ outcome: "refused", reason: "refused" })).toBe(1);
    expect(lines.join("")).toContain('"chat_id":42');
    expect(lines.join("")).not.toContain("the text of a person");
  });

  it("follows a group to its new id, once", async () => {
    const { sender, calls, outcomes, deliver } = setup(1);
    const migrated: Sent = { kind: "refused", code: 400, description: "upgraded", migrateToChatId: -1009 };
    await deliver(-5);
    await waitFor(() => calls.length === 1);
    calls[0]?.answer(migrated);
    await waitFor(() => calls.length === 2);
    calls[1]?.answer(migrated);
    await sender.stop();
    expect(calls.map(({ chatId }) => chatId)).toEqual([-5, -1009]);
    expect(outcomes).toEqual([{ kind: "migrated", reason: "migrated", chatId: -1009 }]);
  });

  it("stops when the last one in flight has ended, and sends nothing that waited for a place", async () => {
    const { sender, calls, deliver } = setup(1);
    await deliver(1);
    const waiting = deliver(2);
    let stopped = false;
    const stopping = sender.stop().then(() => {
      stopped = true;
    });
    await waiting;
    await setImmediate();
    expect(stopped).toBe(false);
    calls[0]?.answer(SENT);
    await stopping;
    await sender.stop();
    await deliver(3);
    expect(calls.length).toBe(1);
    expect(sender.inFlight).toBe(0);
  });
});
