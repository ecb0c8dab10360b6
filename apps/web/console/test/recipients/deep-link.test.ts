import { expect, it } from "vitest";
import { payloadOf, sandboxChatFor } from "../../src/recipients/deep-link.ts";

it("finds what a link hands to the bot, of a person and of a group", () => {
  expect(payloadOf("https://t.me/bell_bot?start=abc-_9")).toBe("abc-_9");
  expect(payloadOf("https://t.me/bell_bot?startgroup=abc")).toBe("abc");
  expect(payloadOf("https://t.me/bell_bot")).toBeUndefined();
  expect(payloadOf("no link")).toBeUndefined();
});

it("plays a person in a chat of their own, always the same", () => {
  expect(sandboxChatFor("42", false)).toBe(42);
  const chat = sandboxChatFor("shop-7", false);
  expect(chat).toBe(sandboxChatFor("shop-7", false));
  expect(chat).not.toBe(sandboxChatFor("shop-8", false));
  expect(chat).toBeGreaterThanOrEqual(1_000);
  expect(sandboxChatFor("42", true)).toBeLessThanOrEqual(-1_000);
});
