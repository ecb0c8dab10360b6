import { expect, it } from "vitest";
import { historyOf } from "../../src/messages/history.ts";
import { type Message, parseMessage } from "../../src/messages/message.ts";

function messageWith(timeline: readonly object[]): Message {
  const message = parseMessage({ id: "a", state: "sent", via: "stream", timeline });
  if (message === undefined) throw new Error("the record was not read");
  return message;
}

function wordsOf(...timeline: readonly object[]) {
  return historyOf(messageWith(timeline))
    .slice(1)
    .map(({ title, facts, reason }) => ({ title, facts: facts.join(", "), reason }));
}

it("begins with the door", () => {
  expect(historyOf(messageWith([]))).toMatchObject([{ title: "Came in by the stream door", facts: [] }]);
});

it("tells of each attempt and part: what, how long, why", () => {
  const at = "2026-11-20T10:00:00Z";
  expect(
    wordsOf(
      { at, what: "unknown", attempt: 1, part: 0, took_ms: 10_000, reason: "timeout" },
      { at, what: "sent", attempt: 2, part: 0, took_ms: 31, message_id: 7 },
      { at, what: "sent", attempt: 3, part: 1, took_ms: 1_500, message_id: 8 },
    ),
  ).toEqual([
    {
      title: "Nobody knows whether it arrived",
      facts: "attempt 1, took 10 s",
      reason: "Telegram did not answer in time",
    },
    { title: "Telegram took it", facts: "attempt 2, took 31 ms, Telegram's message 7", reason: undefined },
    {
      title: "Telegram took it",
      facts: "attempt 3, part 2, took 1.5 s, Telegram's message 8",
      reason: undefined,
    },
  ]);
});

it("reads the figures that stand in the place of a reason", () => {
  expect(wordsOf({ what: "limited", reason: "3000" })[0]?.reason).toBe("it wants none for 3 s");
  expect(wordsOf({ what: "migrated", reason: "-100123" })[0]?.reason).toBe("its id is now -100123");
});

it("shows words that it does not know as they are", () => {
  expect(wordsOf({ what: "frozen_over", reason: "too_cold" })).toEqual([
    { title: "frozen over", facts: "", reason: "too cold" },
  ]);
});

it("says where lines are missing", () => {
  const many = Array.from({ length: 50 }, () => ({ what: "limited", reason: "1000" }));
  expect(historyOf(messageWith(many))[0]?.facts).toEqual(["the lines after this one were too many to keep"]);
});

it("gives each line a key of its own", () => {
  const same = { at: "2026-11-20T10:00:00Z", what: "limited", reason: "1000" };
  const keys = historyOf(messageWith([same, same])).map(({ key }) => key);
  expect(new Set(keys).size).toBe(3);
});
