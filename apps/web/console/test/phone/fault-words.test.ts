import { expect, it } from "vitest";
import { type Fault, parseFault } from "../../src/api/sandbox-faults.ts";
import { faultWords, readCount } from "../../src/phone/fault-words.ts";

const FAULT: Fault = { id: 1, kind: "429", chatId: 42, retryAfterSeconds: 5, hits: 0, remaining: 2 };

it("says what the bot will meet, where and how often", () => {
  expect(faultWords(FAULT)).toBe("429 for 5 s, chat 42, 2 more sends");
  expect(faultWords({ ...FAULT, kind: "5xx_json", chatId: undefined, remaining: undefined })).toBe(
    "5xx, every chat, until removed",
  );
  expect(faultWords({ ...FAULT, kind: "truncated", remaining: 1 })).toBe("truncated, chat 42, 1 more send");
});

it("reads a fault of the sandbox, and nothing else", () => {
  const wire = { fault_id: 1, kind: "429", chat_id: 42, retry_after: 5, method: "sendMessage", hits: 0 };
  expect(parseFault({ ...wire, remaining: 2 })).toEqual(FAULT);
  expect(parseFault({ ...wire, remaining: null })).toEqual({ ...FAULT, remaining: undefined });
  expect(parseFault({ kind: "429" })).toBeUndefined();
  expect(parseFault(null)).toBeUndefined();
});

it("takes counts from 1 to 999", () => {
  expect(["1", " 20 ", "999"].map(readCount)).toEqual([1, 20, 999]);
  expect(["", "0", "1000", "2.5", "-1"].map(readCount)).toEqual(Array(5).fill(undefined));
});
