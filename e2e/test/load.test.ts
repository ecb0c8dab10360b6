import { waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Stack, startStack } from "../src/stack.ts";

const MESSAGES = 20_000;
const CHATS = 500;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.stop());

describe("20,000 messages as fast as Redis takes them", () => {
  it("all arrive once, in order within each chat", { timeout: 120_000 }, async () => {
    const heard = new Map<number, number[]>();
    let count = 0;
    stack.sandbox.onMessage((chatId, message) => {
      const numbers = heard.get(chatId) ?? [];
      numbers.push(Number(message.text));
      heard.set(chatId, numbers);
      count += 1;
    });
    const client = stack.redis.client({ enableAutoPipelining: true });
    const publishes = Array.from({ length: MESSAGES }, (_, index) =>
      client.publish(
        "notification",
        JSON.stringify({ user_id: 1 + (index % CHATS), message: String(index) }),
      ),
    );
    await Promise.all(publishes);
    await waitFor(() => count >= MESSAGES, { timeoutMs: 100_000, what: "all messages" });
    expect(count).toBe(MESSAGES);
    for (const [chatId, numbers] of heard) {
      const expected = Array.from({ length: MESSAGES / CHATS }, (_, index) => chatId - 1 + index * CHATS);
      expect(numbers).toEqual(expected);
    }
  });
});
