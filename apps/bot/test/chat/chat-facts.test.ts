import { expect, it } from "vitest";
import { chatFacts } from "../../src/chat/chat-facts.ts";

it("knows people by both names and their language", () => {
  const chat = { id: 42, type: "private", first_name: "Ada", last_name: "King" };
  expect(chatFacts(chat, "de")).toEqual({ id: "42", kind: "private", name: "Ada King", language: "de" });
  expect(chatFacts({ id: 42, first_name: "Ada" })).toEqual({ id: "42", kind: "private", name: "Ada" });
});

it.each([
  [{ id: -5, type: "group", title: "Team" }, "group"],
  [{ id: -1_000_000_000_001, type: "supergroup", title: "Team" }, "group"],
  [{ id: -1_000_000_000_001, type: "channel", title: "Team" }, "channel"],
] as const)("tells kinds of chats: %j", (chat, kind) => {
  expect(chatFacts(chat)).toEqual({ id: String(chat.id), kind, name: "Team" });
});

it("has no name where Telegram says none, and cuts a long one between characters", () => {
  expect(chatFacts({ id: 1 })).toEqual({ id: "1", kind: "private" });
  expect(chatFacts({ id: 1, title: `x${"🦉".repeat(200)}` }).name).toBe(`x${"🦉".repeat(63)}`);
});
