import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/index.ts";
import { call } from "../bot-client.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  sandbox.reset();
  sandbox.setLimits({ enabled: false });
});
afterAll(() => sandbox.close());

describe("sendMessage", () => {
  it("answers with the message as Telegram would write it", async () => {
    const sent = await call(sandbox, "sendMessage", {
      chat_id: "42",
      text: " <b>hi</b> ",
      parse_mode: "HTML",
    });
    expect(sent).toMatchObject({
      status: 200,
      ok: true,
      result: {
        message_id: expect.any(Number),
        from: { is_bot: true, username: "bellwire_sandbox_bot" },
        chat: { id: 42, type: "private" },
        date: expect.any(Number),
        text: "hi",
        entities: [{ type: "bold", offset: 0, length: 2 }],
      },
    });
    expect(sandbox.chat(42).messages).toMatchObject([
      { from: "bot", text: "hi", entities: [{ type: "bold", offset: 0, length: 2 }] },
    ]);
  });

  it.each([
    [{ text: "x" }, "Bad Request: chat_id is empty"],
    [{ chat_id: "@somebody", text: "x" }, "Bad Request: chat not found"],
    [{ chat_id: 0, text: "x" }, "Bad Request: chat not found"],
    [{ chat_id: 1.5, text: "x" }, "Bad Request: chat not found"],
    [{ chat_id: 2 ** 52, text: "x" }, "Bad Request: chat not found"],
    [{ chat_id: 1 }, "Bad Request: message text is empty"],
    [{ chat_id: 1, text: "x", reply_markup: "nonsense" }, "Bad Request: object expected as reply markup"],
    [
      { chat_id: 1, text: "x", reply_markup: { inline_keyboard: [[{ text: "x" }]] } },
      "Bad Request: text buttons are unallowed in the inline keyboard",
    ],
    [
      {
        chat_id: 1,
        text: "x",
        reply_markup: { inline_keyboard: [[{ text: "x", callback_data: "y".repeat(65) }]] },
      },
      "Bad Request: BUTTON_DATA_INVALID",
    ],
  ])("refuses %j", async (parameters, description) => {
    expect(await call(sandbox, "sendMessage", parameters)).toMatchObject({
      status: 400,
      error_code: 400,
      description,
    });
    expect(sandbox.chats()).toEqual([]);
    expect(sandbox.stats().refused).toEqual({ "400": 1 });
  });

  it("keeps buttons, silence, protection and thread", async () => {
    const rows = [[{ text: "yes", callback_data: "y" }], [{ text: "site", url: "https://example.org" }]];
    const sent = await call(sandbox, "sendMessage", {
      chat_id: -100,
      text: "?",
      disable_notification: true,
      protect_content: "true",
      message_thread_id: 3,
      link_preview_options: { is_disabled: true },
      reply_markup: { inline_keyboard: rows },
    });
    expect(sent.result).toMatchObject({
      chat: { id: -100, type: "group" },
      message_thread_id: 3,
      has_protected_content: true,
      reply_markup: { inline_keyboard: rows },
    });
    expect(sandbox.chat(-100).messages).toMatchObject([
      { silent: true, protected: true, thread_id: 3, buttons: rows },
    ]);
  });

  it("refuses who has blocked the bot, until they return", async () => {
    sandbox.block(42);
    sandbox.block(-42);
    const forbidden = { status: 403, description: "Forbidden: bot was blocked by the user" };
    expect(await call(sandbox, "sendMessage", { chat_id: 42, text: "x" })).toMatchObject(forbidden);
    expect(await call(sandbox, "sendMessage", { chat_id: -42, text: "x" })).toMatchObject({
      description: "Forbidden: bot was kicked from the group chat",
    });
    sandbox.openDeepLink(42);
    expect((await call(sandbox, "sendMessage", { chat_id: 42, text: "x" })).status).toBe(200);
  });

  it("spends the limits, and says in body and header how long to wait", async () => {
    sandbox.setLimits({ chat_interval_ms: 90_000, global_per_second: 0 });
    expect((await call(sandbox, "sendMessage", { chat_id: 1, text: "a" })).status).toBe(200);
    const refused = await call(sandbox, "sendMessage", { chat_id: 1, text: "b" });
    expect(refused).toMatchObject({
      status: 429,
      description: "Too Many Requests: retry after 90",
      parameters: { retry_after: 90 },
    });
    expect(refused.headers.get("retry-after")).toBe("90");
    expect((await call(sandbox, "sendMessage", { chat_id: 2, text: "c" })).status).toBe(200);
    expect(sandbox.chat(1).messages).toHaveLength(1);
    expect(sandbox.stats()).toMatchObject({ calls: 3, sent: 2, refused: { "429": 1 } });
  });

  it("does not take {ok: false} among the parameters for a refusal", async () => {
    expect(
      (await call(sandbox, "sendMessage", { ok: false, error_code: 9, chat_id: 1, text: "x" })).status,
    ).toBe(200);
  });
});
