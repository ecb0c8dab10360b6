import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { inspect } from "node:util";
import { type Sandbox, startSandbox } from "@bellwire/sandbox";
import { freePort, waitFor } from "@bellwire/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type CallResult, toOutcome } from "../../src/delivery/outcome.ts";
import { TelegramClient } from "../../src/telegram/telegram-client.ts";

const SECRET = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1";
const TOKEN = `123456789:${SECRET}`;
const TEXT = "the text of a person";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ token: TOKEN });
});
afterEach(() => {
  sandbox.reset();
  const returned = everything.splice(0).join("\n");
  expect(returned).not.toContain(SECRET);
  expect(returned).not.toContain(TEXT);
});
afterAll(() => sandbox.close());

/** Whatever a client returned in the present test. */
const everything: string[] = [];
function noted<T>(value: T): T {
  everything.push(inspect(value, { depth: 20, showHidden: true }));
  return value;
}

function open({ apiRoot = `${sandbox.url}/`, timeoutMs = 10_000, token = TOKEN } = {}): TelegramClient {
  return new TelegramClient({ token, apiRoot, timeoutMs });
}

async function send(client = open(), chatId = 42): Promise<CallResult<{ messageId: number }>> {
  return noted(await client.sendMessage(chatId, TEXT));
}

const textsOf = (chatId: number) => sandbox.chat(chatId).messages.map(({ text }) => text);

describe("TelegramClient.sendMessage", () => {
  it("sends the text as it is", async () => {
    const result = noted(await open().sendMessage(7, "<b>*zwölf*</b> 🦉 \u0001 _x_"));
    expect(result).toEqual({ kind: "answered", answer: { messageId: expect.any(Number) } });
    expect(textsOf(7)[0]).toContain("<b>*zwölf*</b> 🦉");
  });

  it("says how long Telegram wants it to wait", async () => {
    sandbox.addFault({ kind: "429", retry_after: 7 });
    const result = await send();
    expect(result).toMatchObject({ kind: "refused", code: 429, retryAfterSeconds: 7 });
    expect(toOutcome(result)).toMatchObject({ kind: "limited", retryAfterMs: 7000 });
  });

  it.each([
    [{ kind: "403" as const }, { kind: "refused", reason: "blocked", unreachable: true }],
    [{ kind: "400" as const }, { kind: "refused", reason: "chat_not_found", unreachable: true }],
    [
      { kind: "migrate" as const, migrate_to_chat_id: -100777 },
      { kind: "migrated", reason: "migrated", chatId: -100777 },
    ],
    [{ kind: "401" as const }, { kind: "bot_refused", reason: "unauthorized" }],
    [{ kind: "5xx_json" as const }, { kind: "unknown", reason: "server_error" }],
    [{ kind: "5xx_html" as const }, { kind: "unknown", reason: "server_error" }],
    [{ kind: "200_html" as const }, { kind: "unknown", reason: "unreadable_answer" }],
    [{ kind: "reset_before" as const }, { kind: "unknown", reason: "connection_lost" }],
  ])("makes of %j what it is", async (fault, outcome) => {
    sandbox.addFault(fault);
    expect(toOutcome(await send())).toEqual(outcome);
    expect(textsOf(42)).toEqual([]);
  });

  it("does not know what came of a message whose answer was lost", async () => {
    sandbox.addFault({ kind: "reset_after" });
    expect(toOutcome(await send())).toEqual({ kind: "unknown", reason: "connection_lost" });
    expect(textsOf(42)).toEqual([TEXT]);
  });

  it("ends by its own timeout where no answer comes", async () => {
    sandbox.addFault({ kind: "hang" });
    expect(toOutcome(await send(open({ timeoutMs: 150 })))).toEqual({ kind: "unknown", reason: "timeout" });
  });

  it("does not wait for the rest of an answer that was cut", async () => {
    sandbox.addFault({ kind: "truncated" });
    expect(toOutcome(await send())).toEqual({ kind: "unknown", reason: "connection_lost" });
  });

  it("ends no other call with the one whose time is over, beside it or after it", async () => {
    const client = open({ timeoutMs: 300 });
    expect(toOutcome(await send(client)).kind).toBe("sent");
    sandbox.addFault({ kind: "hang", count: 1, chat_id: 13 });
    const hangs = send(client, 13);
    expect(toOutcome(await send(client)).kind).toBe("sent");
    expect(toOutcome(await hangs)).toEqual({ kind: "unknown", reason: "timeout" });
    expect(toOutcome(await send(client, 13)).kind).toBe("sent");
    expect(textsOf(42)).toHaveLength(2);
  });

  it("takes an answer that is late, but in time", async () => {
    sandbox.addFault({ kind: "delay", delay_ms: 50 });
    expect(toOutcome(await send()).kind).toBe("sent");
    sandbox.clearFaults();
    sandbox.addFault({ kind: "delay", delay_ms: 60_000 });
    expect(toOutcome(await send(open({ timeoutMs: 100 })))).toEqual({ kind: "unknown", reason: "timeout" });
  });

  it("keeps the token to itself also when the answer quotes it", async () => {
    sandbox.addFault({ kind: "400", description: `Bad Request: no way to /bot${TOKEN}/sendMessage` });
    expect(await send()).toMatchObject({ kind: "refused", description: expect.stringContaining("[token]") });
  });

  it("knows that nothing was sent where nobody listens, or the host has no name", async () => {
    const nobody = open({ apiRoot: `http://127.0.0.1:${await freePort()}/` });
    expect(await send(nobody)).toEqual({ kind: "failed", sent: "no", reason: "unreachable" });
    const secure = open({ apiRoot: `https://127.0.0.1:${sandbox.port}/` });
    expect(await send(secure)).toEqual({ kind: "failed", sent: "no", reason: "unreachable" });
    const unnamed = open({ apiRoot: "http://no-such-host.invalid/", timeoutMs: 2000 });
    expect(await send(unnamed)).toMatchObject({ kind: "failed", sent: expect.stringMatching(/no|unknown/) });
  });

  it("is refused with a token of another bot", async () => {
    const other = open({ token: `1:${"x".repeat(35)}` });
    expect(toOutcome(await send(other))).toEqual({ kind: "bot_refused", reason: "unauthorized" });
  });
});

describe("TelegramClient with strange servers", () => {
  let server: Server;
  let connection: Socket;
  let body = "";
  let status = 200;
  beforeAll(async () => {
    server = createServer((request, response) => {
      connection = request.socket;
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const strange = () => open({ apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });

  it.each([
    "null",
    "[]",
    "7",
    '"text"',
    "{}",
    "",
    '{"ok":true}',
    '{"ok":true,"result":{"message_id":"7"}}',
    '{"ok":false}',
    '{"ok":false,"error_code":"400"}',
    `{"ok":true,"result":{"url":"/bot${TOKEN}"}}`,
  ])("takes %j for no answer", async (strangeBody) => {
    body = strangeBody;
    expect(await send(strange())).toEqual({ kind: "failed", sent: "unknown", reason: "unreadable_answer" });
  });

  it("takes a refusal without the usual trimmings", async () => {
    body = '{"ok":false,"error_code":429,"parameters":{"retry_after":"soon"}}';
    status = 429;
    expect(await send(strange())).toEqual({ kind: "refused", code: 429, description: "" });
    status = 200;
  });

  it("closes the connection of an answer that is not read to its end", async () => {
    body = "x".repeat(4_000_000);
    status = 502;
    expect(toOutcome(await send(strange()))).toEqual({ kind: "unknown", reason: "server_error" });
    await waitFor(() => connection.destroyed);
    status = 200;
  });
});

describe("TelegramClient's other calls", () => {
  it("says who the bot is", async () => {
    expect(noted(await open().getMe())).toEqual({
      kind: "answered",
      answer: { id: 123_456_789, username: expect.stringMatching(/bot$/) },
    });
  });

  it("knows of a webhook", async () => {
    expect(noted(await open().getWebhookUrl())).toEqual({ kind: "answered", answer: "" });
    await fetch(`${sandbox.url}/bot${TOKEN}/setWebhook?url=https://example.org/hook`);
    expect(noted(await open().getWebhookUrl())).toEqual({
      kind: "answered",
      answer: "https://example.org/hook",
    });
    await fetch(`${sandbox.url}/bot${TOKEN}/deleteWebhook`);
  });

  it("waits for updates, and confirms them by asking for later ones", async () => {
    const client = open();
    const { signal } = new AbortController();
    const waiting = client.getUpdates(0, 20, signal);
    await waitFor(() => sandbox.stats().calls > 0);
    sandbox.personWrites(9, "/start");
    const first = noted(await waiting);
    if (first.kind !== "answered") throw new Error(inspect(first));
    const message = { chat: { id: 9, type: "private", first_name: "Person 9" }, text: "/start" };
    expect(first.answer).toMatchObject([{ message }]);
    const next = (first.answer[0]?.update_id ?? 0) + 1;
    expect(await client.getUpdates(next, 0, signal)).toEqual({ kind: "answered", answer: [] });
    expect(sandbox.stats().updates_waiting).toBe(0);
  });

  it("hears of everything that people do, and shows and changes buttons", async () => {
    const client = open();
    const keyboard = [[{ text: "🔔 ads", callback_data: "off:ads" }]];
    await client.sendMessage(9, "?", { keyboard });
    const [asked] = sandbox.chat(9).messages;
    expect(asked?.buttons).toEqual(keyboard);
    const messageId = asked?.message_id ?? 0;
    const { signal } = new AbortController();
    await client.getUpdates(0, 0, signal);
    sandbox.setLanguage(9, "de");
    const tap = sandbox.tap(9, messageId, "off:ads");
    sandbox.block(9);
    sandbox.unblock(9);
    const heard = noted(await client.getUpdates(0, 0, signal));
    if (heard.kind !== "answered") throw new Error(inspect(heard));
    const moved = (status: string) => ({ my_chat_member: { chat: { id: 9 }, new_chat_member: { status } } });
    expect(heard.answer).toMatchObject([
      {
        callback_query: {
          ...{ id: tap.callback_query_id, data: "off:ads", from: { language_code: "de" } },
          message: { message_id: messageId, chat: { id: 9 } },
        },
      },
      moved("kicked"),
      moved("member"),
    ]);
    expect(noted(await client.answerTap(tap.callback_query_id, "ads: aus"))).toMatchObject({
      kind: "answered",
    });
    expect(tap.answer?.text).toBe("ads: aus");
    const other = [[{ text: "🔕 ads", callback_data: "on:ads" }]];
    expect(noted(await client.editKeyboard(9, messageId, other))).toMatchObject({ kind: "answered" });
    expect(sandbox.chat(9).messages[0]?.buttons).toEqual(other);
    const again = noted(await client.editKeyboard(9, messageId, other));
    expect(again).toMatchObject({ kind: "refused", description: expect.stringContaining("not modified") });
  });

  it("leaves out of an update what it cannot read, and never the update itself", async () => {
    const { signal } = new AbortController();
    const strange = [
      { update_id: 1 },
      { update_id: 2, message: "?", poll: {} },
      { update_id: 3, message: { message_id: 1, chat: { id: 9, title: 5 }, from: 7, text: ["x"] } },
      { update_id: 4, callback_query: { id: 5 }, my_chat_member: {} },
    ];
    const server = createServer((_request, response) => {
      response.end(JSON.stringify({ ok: true, result: strange }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const client = open({ apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
    const heard = await client.getUpdates(0, 0, signal);
    server.closeAllConnections();
    server.close();
    const message = { message_id: 1, chat: { id: 9 } };
    const answer = [{ update_id: 1 }, { update_id: 2 }, { update_id: 3, message }, { update_id: 4 }];
    expect(heard).toEqual({ kind: "answered", answer });
  });

  it("lists commands by language", async () => {
    const commands = [{ command: "help", description: "this list" }];
    const german = [{ command: "help", description: "diese Liste" }];
    expect(noted(await open().setCommands(commands))).toMatchObject({ kind: "answered" });
    expect(noted(await open().setCommands(german, "de"))).toMatchObject({ kind: "answered" });
    const listed = async (language: string) =>
      await (await fetch(`${sandbox.url}/bot${TOKEN}/getMyCommands?language_code=${language}`)).json();
    expect(await listed("")).toMatchObject({ result: commands });
    expect(await listed("de")).toMatchObject({ result: german });
  });

  it("ends a wait at once when asked, and does not begin one", async () => {
    const abort = new AbortController();
    const waiting = open().getUpdates(0, 20, abort.signal);
    await waitFor(() => sandbox.stats().calls > 0);
    abort.abort();
    expect(noted(await waiting)).toEqual({ kind: "failed", sent: "unknown", reason: "aborted" });
    expect(await open().getUpdates(0, 20, abort.signal)).toMatchObject({ reason: "aborted" });
  });
});
