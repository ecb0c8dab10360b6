import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/index.ts";
import { call } from "../bot-client.ts";

let sandbox: Sandbox;
let messageId = 0;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(async () => {
  sandbox.reset();
  await call(sandbox, "sendMessage", { chat_id: 1, text: "?", reply_markup: markup("a") });
  messageId = sandbox.chat(1).messages[0]?.message_id ?? 0;
});
afterAll(() => sandbox.close());

const markup = (...names: string[]) => ({
  inline_keyboard: [names.map((name) => ({ text: name, callback_data: name }))],
});
const edit = (reply_markup: unknown, id = messageId) =>
  call(sandbox, "editMessageReplyMarkup", { chat_id: 1, message_id: id, reply_markup });

describe("editMessageReplyMarkup", () => {
  it("gives a message other buttons, and only those can be tapped", async () => {
    const answer = await edit(markup("b", "c"));
    expect(answer.result).toMatchObject({ message_id: messageId, text: "?", reply_markup: markup("b", "c") });
    expect(sandbox.chat(1).messages).toMatchObject([{ message_id: messageId, buttons: [[{}, {}]] }]);
    expect(() => sandbox.tap(1, messageId, "a")).toThrow(RangeError);
    expect(sandbox.tap(1, messageId, "c").data).toBe("c");
  });

  it("takes the buttons away", async () => {
    expect((await edit({ inline_keyboard: [] })).result).not.toHaveProperty("reply_markup");
    expect(sandbox.chat(1).messages[0]).not.toHaveProperty("buttons");
  });

  it("is no message: it counts as none, and no limit holds it back", async () => {
    sandbox.setLimits({ chat_interval_ms: 60_000 });
    expect((await edit(markup("b"))).status).toBe(200);
    expect((await edit(markup("c"))).status).toBe(200);
    expect(sandbox.stats().sent).toBe(1);
  });

  it("refuses what Telegram refuses", async () => {
    expect(await edit(markup("a"))).toMatchObject({
      status: 400,
      description: expect.stringContaining("message is not modified"),
    });
    expect(await edit(markup("b"), 999)).toMatchObject({
      description: "Bad Request: message to edit not found",
    });
    const written = sandbox.personWrites(1, "hi").message_id;
    expect(await edit(markup("b"), written)).toMatchObject({
      description: "Bad Request: message can't be edited",
    });
    expect((await edit("nonsense")).status).toBe(400);
    sandbox.block(1);
    expect((await edit(markup("b"))).status).toBe(403);
  });
});
