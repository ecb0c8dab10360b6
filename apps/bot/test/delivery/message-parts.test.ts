import type { Notification } from "@bellwire/schema";
import { describe, expect, it } from "vitest";
import { messageParts } from "../../src/delivery/message-parts.ts";

const parts = (options: Partial<Notification> = {}, variant = "", chatId = 42) =>
  messageParts({ user_id: 42, message: "hello", ...options }, chatId, variant);
const LONG = `${"word ".repeat(1500)}end`;
const BUTTONS = [[{ text: "open", url: "https://example.org/" }]];

describe("messageParts", () => {
  it("is the bare text where nothing else is asked for", () => {
    expect(parts()).toEqual([{ chat_id: 42, text: "hello" }]);
    expect(parts({ format: "text", silent: false, protect: false, link_preview: true })).toEqual([
      { chat_id: 42, text: "hello" },
    ]);
  });

  it("goes where the chat is now", () => {
    expect(parts({}, "", -1009)[0]?.chat_id).toBe(-1009);
  });

  it("says each option in Telegram's words", () => {
    const options = { silent: true, protect: true, link_preview: false, thread_id: 5, buttons: BUTTONS };
    expect(parts({ format: "html", ...options })).toEqual([
      {
        chat_id: 42,
        text: "hello",
        parse_mode: "HTML",
        disable_notification: true,
        protect_content: true,
        link_preview_options: { is_disabled: true },
        message_thread_id: 5,
        reply_markup: { inline_keyboard: BUTTONS },
      },
    ]);
    expect(parts({ format: "markdown" })[0]?.parse_mode).toBe("MarkdownV2");
  });

  it("splits a long text, with the options on each part and the buttons under the last", () => {
    const split = parts({ message: LONG, silent: true, thread_id: 5, buttons: BUTTONS });
    expect(split.map(({ text }) => text).join("")).toBe(LONG);
    expect(split.length).toBe(2);
    for (const part of split)
      expect(part).toMatchObject({ disable_notification: true, message_thread_id: 5 });
    expect(split.map(({ reply_markup }) => reply_markup !== undefined)).toEqual([false, true]);
  });

  it("leaves a formatted text whole, unless its markup is left out", () => {
    expect(parts({ message: LONG, format: "html" })).toHaveLength(1);
    const plain = parts({ message: LONG, format: "html" }, "plain");
    expect(plain).toHaveLength(2);
    expect(plain[0]).not.toHaveProperty("parse_mode");
  });

  it("leaves the topic out where it is gone", () => {
    expect(parts({ thread_id: 5 }, "no_topic")[0]).not.toHaveProperty("message_thread_id");
    expect(parts({ thread_id: 5 }, "plain")[0]?.message_thread_id).toBe(5);
  });
});
