import { request } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/index.ts";
import { call, control } from "../bot-client.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const go = (verb: string, path: string, body?: unknown) => control(sandbox, verb, path, body);

/** fetch would not let a test choose its Host. */
function statusWith(headers: Record<string, string>, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${sandbox.url}${path}`, { headers, method: "POST", agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject).end();
  });
}

describe("chats", () => {
  it("lists them newest first, and shows one", async () => {
    await call(sandbox, "sendMessage", { chat_id: 1, text: "a" });
    await call(sandbox, "sendMessage", { chat_id: -2, text: "b" });
    expect(await go("GET", "chats")).toMatchObject({
      status: 200,
      body: {
        items: [
          { chat_id: -2, title: "Group 2", kind: "group", blocked: false, messages: 1, last: { text: "b" } },
          { chat_id: 1, title: "Person 1", kind: "private", last: { from: "bot", text: "a" } },
        ],
      },
    });
    expect((await go("GET", "chats?limit=1")).body).toMatchObject({ items: [{ chat_id: -2 }] });
    expect((await go("GET", "chats/1")).body).toMatchObject({ chat_id: 1, messages: [{ text: "a" }] });
    expect((await go("GET", "chats/99")).body).toMatchObject({ chat_id: 99, messages: [] });
  });

  it("plays the person: text, deep link, block, unblock, tap", async () => {
    expect(await go("POST", "chats/1/messages", { text: "hi" })).toMatchObject({
      status: 201,
      body: { from: "person", text: "hi" },
    });
    expect(await go("POST", "chats/1/block")).toEqual({ status: 204, body: undefined });
    expect(await go("POST", "chats/1/messages", { text: "hi" })).toMatchObject({
      status: 409,
      body: { code: "blocked" },
    });
    expect(await go("POST", "chats/1/start", { payload: "a-1" })).toMatchObject({
      status: 201,
      body: { text: "/start a-1" },
    });
    expect((await go("GET", "chats/1")).body).toMatchObject({ blocked: false });
    expect((await go("POST", "chats/1/unblock")).status).toBe(204);
    const keyboard = { inline_keyboard: [[{ text: "x", callback_data: "d" }]] };
    const sent = await call(sandbox, "sendMessage", { chat_id: 1, text: "?", reply_markup: keyboard });
    const { message_id } = sent.result as { message_id: number };
    const tap = await go("POST", "chats/1/taps", { message_id, data: "d" });
    expect(tap).toMatchObject({ status: 201, body: { chat_id: 1, answer: null } });
    const { callback_query_id } = tap.body as { callback_query_id: string };
    await call(sandbox, "answerCallbackQuery", { callback_query_id, show_alert: true });
    expect((await go("GET", `taps/${callback_query_id}`)).body).toMatchObject({
      answer: { text: "", show_alert: true },
    });
    expect((await go("POST", "chats/1/taps", { message_id, data: "no" })).status).toBe(404);
  });
});

describe("people and groups", () => {
  const heard = async () => (await call(sandbox, "getUpdates")).result;

  it("tells the bot what language a person speaks, in messages and taps", async () => {
    expect(await go("PUT", "chats/1/language", { language: "de" })).toEqual({ status: 204, body: undefined });
    expect((await go("GET", "chats/1")).body).toMatchObject({ language: "de" });
    await go("POST", "chats/1/messages", { text: "hi" });
    await go("PUT", "chats/1/language", {});
    await go("POST", "chats/1/messages", { text: "hi" });
    expect((await go("GET", "chats/1")).body).toMatchObject({ language: null });
    expect(await heard()).toMatchObject([
      { message: { from: { id: 1, language_code: "de" } } },
      { message: { from: { id: 1 } } },
    ]);
    expect(JSON.stringify(await heard()).match(/language_code/g)).toHaveLength(1);
  });

  it("opens a link of a group as Telegram's apps do, and tells when the bot was put in", async () => {
    expect((await go("POST", "chats/-5/start", { payload: "a-1" })).body).toMatchObject({
      text: "/start@bellwire_sandbox_bot a-1",
      entities: [{ type: "bot_command", offset: 0, length: 27 }],
    });
    await go("POST", "chats/-5/start", {});
    const chat = { id: -5, type: "group" };
    expect(await heard()).toMatchObject([
      {
        my_chat_member: { chat, old_chat_member: { status: "left" }, new_chat_member: { status: "member" } },
      },
      { message: { chat, text: "/start@bellwire_sandbox_bot a-1" } },
      { message: { chat, text: "/start@bellwire_sandbox_bot" } },
    ]);
  });

  it("tells when the bot is thrown out and let in again", async () => {
    await go("POST", "chats/-5/block");
    await go("POST", "chats/-5/start", { payload: "a-1" });
    expect(await heard()).toMatchObject([
      { my_chat_member: { new_chat_member: { status: "kicked", until_date: 0 } } },
      { my_chat_member: { old_chat_member: { status: "kicked" }, new_chat_member: { status: "member" } } },
      { message: { text: "/start@bellwire_sandbox_bot a-1" } },
    ]);
  });
});

describe("faults, limits, stats", () => {
  it("sets, lists and deletes faults", async () => {
    const added = await go("POST", "faults", { kind: "429", chat_id: 5, count: 2, retry_after: 9 });
    expect(added).toMatchObject({
      status: 201,
      body: { kind: "429", method: "sendMessage", remaining: 2, hits: 0 },
    });
    const { fault_id } = added.body as { fault_id: number };
    expect((await call(sandbox, "sendMessage", { chat_id: 5, text: "x" })).status).toBe(429);
    expect((await go("GET", "faults")).body).toMatchObject({ items: [{ fault_id, hits: 1, remaining: 1 }] });
    expect((await go("DELETE", `faults/${fault_id}`)).status).toBe(204);
    expect((await go("DELETE", `faults/${fault_id}`)).status).toBe(404);
    await go("POST", "faults", { kind: "403" });
    expect((await go("DELETE", "faults")).status).toBe(204);
    expect((await go("GET", "faults")).body).toEqual({ items: [] });
  });

  it("sets limits whole: what is left out is Telegram's figure", async () => {
    const set = { enabled: true, global_per_second: 30, chat_interval_ms: 5000, group_per_minute: 20 };
    expect(await go("PUT", "limits", { enabled: true, chat_interval_ms: 5000 })).toEqual({
      status: 200,
      body: set,
    });
    expect((await go("GET", "limits")).body).toEqual(set);
    expect((await go("PUT", "limits", { enabled: false })).body).toMatchObject({
      enabled: false,
      chat_interval_ms: 1000,
    });
  });

  it("counts, and forgets on reset while ids go on", async () => {
    const before = await call(sandbox, "sendMessage", { chat_id: 1, text: "a" });
    sandbox.personWrites(1, "b");
    expect((await go("GET", "stats")).body).toMatchObject({
      calls: 1,
      sent: 1,
      refused: {},
      busiest_second: 1,
      chats: 1,
      updates_waiting: 1,
      rss_bytes: expect.any(Number),
    });
    expect((await go("POST", "reset")).status).toBe(204);
    expect((await go("GET", "stats")).body).toMatchObject({
      calls: 0,
      sent: 0,
      busiest_second: 0,
      chats: 0,
      updates_waiting: 0,
    });
    const after = await call(sandbox, "sendMessage", { chat_id: 1, text: "a" });
    const id = ({ result }: typeof after) => (result as { message_id: number }).message_id;
    expect(id(after)).toBeGreaterThan(id(before));
  });

  it("is healthy", async () => {
    expect(await go("GET", "health")).toEqual({
      status: 200,
      body: {
        status: "ok",
        bot: { id: 100_200_300, username: "bellwire_sandbox_bot" },
        uptime_seconds: expect.any(Number),
      },
    });
  });
});

describe("bad input", () => {
  it.each<[string, string, unknown, number]>([
    ["GET", "nowhere", undefined, 404],
    ["GET", "chats/0", undefined, 404],
    ["GET", "chats/abc", undefined, 404],
    ["GET", "chats/4503599627370496", undefined, 404],
    ["GET", "chats?limit=0", undefined, 400],
    ["GET", "chats?limit=x", undefined, 400],
    ["PATCH", "chats", "{}", 405],
    ["POST", "stats", "{}", 405],
    ["POST", "chats/1/messages", "{", 400],
    ["POST", "chats/1/messages", "[]", 400],
    ["POST", "chats/1/messages", {}, 400],
    ["POST", "chats/1/messages", { text: 5 }, 400],
    ["POST", "chats/1/messages", { text: " " }, 400],
    ["POST", "chats/1/messages", { text: "x".repeat(4097) }, 400],
    ["POST", "chats/1/messages", { text: "x", extra: 1 }, 400],
    ["POST", "chats/1/messages", '{"text":"x","__proto__":{}}', 400],
    ["POST", "chats/1/start", { payload: "not allowed" }, 400],
    ["PUT", "chats/1/language", { language: "not a language" }, 400],
    ["PUT", "chats/1/language", { language: 5 }, 400],
    ["POST", "faults", { kind: "nonsense" }, 400],
    ["POST", "faults", { kind: "429", count: 0 }, 400],
    ["POST", "faults", { kind: "migrate" }, 400],
    ["PUT", "limits", {}, 400],
    ["PUT", "limits", { enabled: true, global_per_second: 1.5 }, 400],
    ["POST", "chats/1/messages", { text: "x".repeat(300_000) }, 413],
  ])("%s %s %j", async (verb, path, body, status) => {
    expect(await go(verb, path, body)).toEqual({
      status,
      body: { code: expect.any(String), detail: expect.any(String) },
    });
    expect(sandbox.chats()).toEqual([]);
  });

  it("refuses pages of other sites, and names that only point here", async () => {
    const path = "/sandbox/chats/1/block";
    expect(await statusWith({ host: "evil.example" }, path)).toBe(403);
    expect(await statusWith({ host: "127.0.0.1.evil.example" }, path)).toBe(403);
    expect(await statusWith({ origin: "https://evil.example" }, path)).toBe(403);
    expect(await statusWith({ origin: "null" }, path)).toBe(403);
    expect(sandbox.chat(1).blocked).toBe(false);
    expect(await statusWith({ host: "evil.example" }, `/bot${sandbox.token}/getMe`)).toBe(403);
    expect(await statusWith({ host: "localhost:1", origin: "http://127.0.0.1:3000" }, path)).toBe(204);
    const response = await fetch(`${sandbox.url}/sandbox/health`, {
      headers: { origin: "http://localhost:3000" },
    });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });
});
