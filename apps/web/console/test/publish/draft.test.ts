import { expect, it } from "vitest";
import { type Draft, draftErrors, EMPTY_DRAFT, readDraft } from "../../src/publish/draft.ts";

const GOOD: Draft = { ...EMPTY_DRAFT, userId: " 42 ", message: "hi" };

it("leaves out what is the default", () => {
  expect(readDraft(GOOD)).toEqual({ notification: { userId: "42", message: "hi" }, copies: 1 });
});

it("reads every option", () => {
  const draft: Draft = {
    ...GOOD,
    via: "stream",
    priority: "urgent",
    sendAt: "2027-01-31T09:00:05",
    category: " news ",
    copies: "20",
  };
  const sendAt = new Date(2027, 0, 31, 9, 0, 5).toISOString();
  expect(readDraft(draft)).toEqual({
    notification: {
      userId: "42",
      message: "hi",
      category: "news",
      via: "stream",
      priority: "urgent",
      sendAt,
    },
    copies: 20,
  });
});

it.each<[keyof Draft, string]>([
  ["userId", " "],
  ["userId", ".."],
  ["userId", "x".repeat(129)],
  ["category", "two words"],
  ["category", "x".repeat(65)],
  ["message", "   "],
  ["message", "x".repeat(16_385)],
  ["sendAt", "tomorrow"],
  ["copies", "0"],
  ["copies", "21"],
  ["copies", "1.5"],
  ["copies", ""],
])("says what is wrong with %s %j, and publishes nothing", (field, typed) => {
  const draft = { ...GOOD, [field]: typed };
  expect(Object.keys(draftErrors(draft))).toEqual([field]);
  expect(readDraft(draft)).toBeUndefined();
});
