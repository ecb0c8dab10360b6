import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { parseArgs } from "node:util";
import { sharedClockMs } from "../measure.ts";
import { Tally } from "../tally.ts";

/**
 * As much of Telegram as a bot needs in order to send, and nothing that takes time: no chat is kept, nothing is
 * checked. Both sides of a comparison send to one of these.
 *
 * Beside the Bot API: `GET /count` and `GET /first-ms?from=&count=` tell what came and when.
 */

const BOT = { id: 123_456, is_bot: true, first_name: "Double", username: "double_bot" };

/** Nobody ever writes to the bot; a poll is held as long as it asked for. */
const LONGEST_POLL_SECONDS = 50;

const { values } = parseArgs({ options: { port: { type: "string", default: "0" } } });
const tally = new Tally();
let messageId = 0;

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => answer(request, Buffer.concat(chunks).toString(), response));
}).listen(Number(values.port), "127.0.0.1");

function answer({ url = "/" }: IncomingMessage, body: string, response: ServerResponse): void {
  const method = /^\/bot[^/]+\/(\w+)/.exec(url)?.[1];
  if (method === "getUpdates") holdPoll(body, response);
  else end(response, method === undefined ? report(url) : { ok: true, result: resultOf(method, body) });
}

function report(url: string): object {
  const { pathname, searchParams } = new URL(url, "http://127.0.0.1");
  const [from, count] = [Number(searchParams.get("from")), Number(searchParams.get("count"))];
  return pathname === "/first-ms" ? tally.firstMs(from, count) : tally.count();
}

function resultOf(method: string, body: string): unknown {
  if (method === "sendMessage") return sendMessage(body);
  if (method === "getMe") return BOT;
  return method === "getWebhookInfo" ? { url: "" } : true;
}

function sendMessage(body: string): object {
  const { chat_id, text } = JSON.parse(body) as { chat_id: number; text: string };
  tally.note(text, sharedClockMs());
  messageId += 1;
  const date = Math.floor(Date.now() / 1000);
  return { message_id: messageId, from: BOT, chat: { id: chat_id, type: "private" }, date, text };
}

function holdPoll(body: string, response: ServerResponse): void {
  const { timeout = 0 } = JSON.parse(body || "{}") as { timeout?: number };
  const timer = setTimeout(
    () => end(response, { ok: true, result: [] }),
    Math.min(timeout, LONGEST_POLL_SECONDS) * 1000,
  );
  response.on("close", () => clearTimeout(timer));
}

function end(response: ServerResponse, value: object): void {
  const text = JSON.stringify(value);
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
  response.writeHead(200, headers).end(text);
}
