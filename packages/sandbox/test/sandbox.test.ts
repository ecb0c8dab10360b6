import { waitFor } from "@bellwire/testkit";
import { Telegraf, Telegram, TelegramError } from "telegraf";
import { afterEach, describe, expect, it } from "vitest";
import { SANDBOX_TOKEN, type Sandbox, type SandboxOptions, startSandbox } from "../src/index.ts";
import { call } from "./bot-client.ts";

const open: Sandbox[] = [];

async function start(options?: SandboxOptions): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  open.push(sandbox);
  return sandbox;
}

afterEach(async () => {
  for (const sandbox of open.splice(0)) await sandbox.close();
});

describe("startSandbox", () => {
  it("closes at once with open polls, hanging calls and idle connections, and may be closed twice", async () => {
    const sandbox = await start();
    sandbox.addFault({ kind: "hang" });
    const calls = [
      call(sandbox, "getUpdates", { timeout: 50 }),
      call(sandbox, "sendMessage", { chat_id: 1, text: "x" }),
    ];
    for (const pending of calls) pending.catch(() => {});
    await waitFor(() => sandbox.stats().polling && sandbox.stats().faults.hang, { what: "both calls" });
    await Promise.all([sandbox.close(), sandbox.close()]);
    for (const pending of calls) await expect(pending).rejects.toThrow();
    await sandbox.close();
  });

  it("rejects when the port is taken", async () => {
    const { port } = await start();
    await expect(startSandbox({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  it("tells listeners of messages until they leave, and is not harmed by many of them", async () => {
    const sandbox = await start();
    const heard: [number, string][] = [];
    const leave = sandbox.onMessage((chatId, { text }) => heard.push([chatId, text]));
    await call(sandbox, "sendMessage", { chat_id: 1, text: "a" });
    sandbox.personWrites(2, "b");
    leave();
    leave();
    sandbox.personWrites(2, "c");
    expect(heard).toEqual([
      [1, "a"],
      [2, "b"],
    ]);
  });

  it("takes limits and bounds as options", async () => {
    const sandbox = await start({
      limits: { global_per_second: 0 },
      messagesPerChat: 2,
      chatsMax: 2,
      updatesMax: 2,
    });
    expect((await call(sandbox, "sendMessage", { chat_id: 1, text: "a" })).status).toBe(200);
    expect((await call(sandbox, "sendMessage", { chat_id: 1, text: "a" })).status).toBe(429);
    for (const chatId of [5, 6, 7, 7, 7]) sandbox.personWrites(chatId, "x");
    expect(sandbox.chat(7).messages).toHaveLength(2);
    expect(sandbox.stats()).toMatchObject({
      chats: 2,
      chats_forgotten: 2,
      updates_waiting: 2,
      updates_dropped: 3,
    });
  });

  it("throws at what a person could not do, and at a fault that could not work", async () => {
    const sandbox = await start();
    expect(() => sandbox.personWrites(1, " ")).toThrow(RangeError);
    expect(() => sandbox.openDeepLink(1, "a b")).toThrow(RangeError);
    sandbox.block(1);
    expect(() => sandbox.personWrites(1, "x")).toThrow(/blocked/);
    expect(() => sandbox.addFault({ kind: "migrate" })).toThrow(RangeError);
    sandbox.unblock(1);
    expect(sandbox.personWrites(1, "x").text).toBe("x");
  });
});

describe("the real Telegraf", () => {
  it("sends, and sees refusals as it does Telegram's", async () => {
    const sandbox = await start();
    const telegram = new Telegram(SANDBOX_TOKEN, { apiRoot: sandbox.url });
    expect(await telegram.getMe()).toMatchObject({ username: "bellwire_sandbox_bot" });
    const sent = await telegram.sendMessage(42, "*hi*", {
      parse_mode: "MarkdownV2",
      reply_markup: { inline_keyboard: [[{ text: "ok", callback_data: "ok" }]] },
    });
    expect(sent).toMatchObject({ text: "hi", chat: { id: 42 }, entities: [{ type: "bold" }] });
    sandbox.addFault({ kind: "429", retry_after: 31, count: 1 });
    sandbox.addFault({ kind: "migrate", migrate_to_chat_id: -1_000_000_000_001, count: 1 });
    const limited = await telegram.sendMessage(42, "x").catch((error: unknown) => error);
    expect(limited).toBeInstanceOf(TelegramError);
    expect(limited).toMatchObject({ code: 429, parameters: { retry_after: 31 } });
    const migrated = await telegram.sendMessage(-5, "x").catch((error: unknown) => error);
    expect(migrated).toMatchObject({ code: 400, parameters: { migrate_to_chat_id: -1_000_000_000_001 } });
    await expect(telegram.sendMessage(42, "")).rejects.toThrow("message text is empty");
    await telegram.setMyCommands([{ command: "help", description: "what this is" }]);
    expect(await telegram.getMyCommands()).toEqual([{ command: "help", description: "what this is" }]);
    expect(await telegram.sendChatAction(42, "typing")).toBe(true);
    expect(await telegram.getWebhookInfo()).toMatchObject({ url: "" });
    expect(await telegram.getChat(42)).toMatchObject({ id: 42 });
  });

  it("runs a whole bot: commands, deep links, taps", async () => {
    const sandbox = await start();
    const bot = new Telegraf(SANDBOX_TOKEN, { telegram: { apiRoot: sandbox.url } });
    bot.start((context) => context.reply(`welcome ${context.payload}`));
    bot.on("callback_query", (context) => context.answerCbQuery("done"));
    const running = bot.launch();
    await waitFor(() => sandbox.stats().polling, { what: "the bot to poll" });
    sandbox.openDeepLink(42, "order-7");
    const texts = () => sandbox.chat(42).messages.map(({ text }) => text);
    await waitFor(() => texts().includes("welcome order-7"), { what: "the bot's welcome" });
    await call(sandbox, "sendMessage", {
      chat_id: 42,
      text: "?",
      reply_markup: { inline_keyboard: [[{ text: "ok", callback_data: "ok" }]] },
    });
    const tap = sandbox.tap(42, sandbox.chat(42).messages.at(-1)?.message_id ?? 0, "ok");
    await waitFor(() => tap.answer?.text === "done", { what: "the answer to the tap" });
    bot.stop();
    await running;
  });
});
