import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/index.ts";
import { call } from "../bot-client.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

it("takes the known chat actions, and none to who has blocked the bot", async () => {
  expect((await call(sandbox, "sendChatAction", { chat_id: 1, action: "typing" })).result).toBe(true);
  expect(await call(sandbox, "sendChatAction", { chat_id: 1, action: "dance" })).toMatchObject({
    description: "Bad Request: wrong parameter action in request",
  });
  sandbox.block(1);
  expect((await call(sandbox, "sendChatAction", { chat_id: 1, action: "typing" })).status).toBe(403);
});

it("carries a tap to the bot and its answer back", async () => {
  const buttons = { inline_keyboard: [[{ text: "Confirm", callback_data: "ok:1" }]] };
  await call(sandbox, "sendMessage", { chat_id: 2, text: "?", reply_markup: buttons });
  const messageId = sandbox.chat(2).messages[0]?.message_id ?? 0;
  expect(() => sandbox.tap(2, messageId, "other")).toThrow(RangeError);
  const tap = sandbox.tap(2, messageId, "ok:1");
  const { result } = await call(sandbox, "getUpdates", { offset: -1 });
  expect(result).toMatchObject([
    {
      callback_query: {
        id: tap.callback_query_id,
        data: "ok:1",
        from: { id: 2 },
        message: { message_id: messageId },
      },
    },
  ]);
  const answer = { callback_query_id: tap.callback_query_id, text: "thanks" };
  expect((await call(sandbox, "answerCallbackQuery", answer)).result).toBe(true);
  expect(tap.answer).toEqual({ text: "thanks", show_alert: false });
  expect(await call(sandbox, "answerCallbackQuery", { callback_query_id: "no" })).toMatchObject({
    description: "Bad Request: query is too old and response timeout expired or query ID is invalid",
  });
});
