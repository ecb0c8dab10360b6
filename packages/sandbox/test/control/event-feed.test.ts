import { request } from "node:http";
import { waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/index.ts";
import { call } from "../bot-client.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

/** A reader of the events that can stop reading. */
function watch() {
  const seen = { text: "", closed: false, type: "" };
  const sent = request(`${sandbox.url}/sandbox/events`, { agent: false });
  sent.on("response", (response) => {
    seen.type = response.headers["content-type"] ?? "";
    response.on("data", (chunk: Buffer) => {
      seen.text += chunk.toString("utf8");
    });
    response.on("error", () => {});
    response.on("close", () => {
      seen.closed = true;
    });
  });
  sent.on("error", () => {});
  sent.end();
  return { seen, sent };
}

it("tells every reader of messages, of edits and of blocking", async () => {
  const readers = [watch(), watch()];
  for (const { seen } of readers)
    await waitFor(() => seen.text.includes(": connected"), { what: "the feed" });
  const message = sandbox.personWrites(42, "line\nbreak");
  const markup = { inline_keyboard: [[{ text: "on", callback_data: "on" }]] };
  await call(sandbox, "sendMessage", { chat_id: 42, text: "?" });
  const message_id = sandbox.chat(42).messages.at(-1)?.message_id;
  await call(sandbox, "editMessageReplyMarkup", { chat_id: 42, message_id, reply_markup: markup });
  const edited = sandbox.chat(42).messages.at(-1);
  sandbox.block(42);
  for (const { seen, sent } of readers) {
    await waitFor(() => seen.text.includes("event: chat"), { what: "the events" });
    expect(seen.type).toBe("text/event-stream");
    expect(seen.text).toContain(`event: message\ndata: ${JSON.stringify({ chat_id: 42, message })}\n\n`);
    expect(seen.text).toContain(
      `event: edited\ndata: ${JSON.stringify({ chat_id: 42, message: edited })}\n\n`,
    );
    expect(seen.text).toContain('event: chat\ndata: {"chat_id":42,"blocked":true}\n\n');
    sent.destroy();
  }
});

it("cuts a reader that does not read, and keeps the others", async () => {
  const slow = watch();
  const quick = watch();
  for (const { seen } of [slow, quick])
    await waitFor(() => seen.text.includes(": connected"), { what: "the feed" });
  const socket = slow.sent.socket;
  socket?.pause();
  let written = 0;
  // What the kernel buffers between the two comes before the sandbox's own megabyte.
  await waitFor(
    () => {
      for (let count = 0; count < 200; count += 1) sandbox.personWrites(1, "x".repeat(4096));
      written += 200 * 4096;
      return written > 24 * 1024 * 1024;
    },
    { everyMs: 1, what: "24 MiB of events", timeoutMs: 20_000 },
  );
  socket?.resume();
  await waitFor(() => slow.seen.closed, { what: "the slow reader to be cut" });
  expect(slow.seen.text.length).toBeLessThan(written);
  await waitFor(() => quick.seen.text.length > written, { what: "the quick reader to have all" });
  expect(quick.seen.closed).toBe(false);
  quick.sent.destroy();
});
