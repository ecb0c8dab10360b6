import { describe, expect, it } from "vitest";
import { answerTo } from "../../src/updates/commands.ts";

const write = (text?: string) =>
  answerTo({ update_id: 1, message: { chat: { id: 42 }, ...(text !== undefined && { text }) } }, "bell_bot");

describe("answerTo", () => {
  it.each(["/start", "/start payload", "/START", "/start@bell_bot", "/start@Bell_Bot now", "/start\nmore"])(
    "greets %j with the user's id",
    (text) => {
      expect(write(text)).toEqual({ chatId: 42, text: expect.stringContaining("Your user id is 42.") });
    },
  );

  it("tells a group its own id", () => {
    const update = { update_id: 1, message: { chat: { id: -100 }, text: "/start" } };
    expect(answerTo(update, "bell_bot")).toMatchObject({
      chatId: -100,
      text: expect.stringContaining("-100"),
    });
  });

  it("helps", () => {
    expect(write("/help")?.text).toMatch(/\/start[\s\S]*\/help/);
  });

  it.each(["hello", " /start", "/started", "/start@other_bot", "/", "/settings", "/start!", "", undefined])(
    "says nothing to %j",
    (text) => {
      expect(write(text)).toBeUndefined();
    },
  );

  it("says nothing to what is no message", () => {
    expect(answerTo({ update_id: 1 }, "bell_bot")).toBeUndefined();
  });
});
