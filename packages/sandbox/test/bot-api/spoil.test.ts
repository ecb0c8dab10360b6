import { connect } from "node:net";
import { waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Fault, type Sandbox, startSandbox } from "../../src/index.ts";
import { call } from "../bot-client.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

/** One send over a bare socket: everything that came back until the connection ended, and how it ended. */
async function sendRaw(chatId: number): Promise<{ text: string; error: string | undefined }> {
  const body = `chat_id=${chatId}&text=x`;
  const head = `POST /bot${sandbox.token}/sendMessage HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n`;
  const type = "content-type: application/x-www-form-urlencoded\r\n";
  const socket = connect(sandbox.port, "127.0.0.1");
  let text = "";
  let error: string | undefined;
  socket.on("data", (chunk) => {
    text += chunk.toString("utf8");
  });
  socket.on("error", (problem: NodeJS.ErrnoException) => {
    error = problem.code;
  });
  socket.write(`${head}${type}content-length: ${body.length}\r\n\r\n${body}`);
  await new Promise((resolve) => socket.once("close", resolve));
  return { text, error };
}

function kept(chatId: number): number {
  return sandbox.chat(chatId).messages.length;
}

describe("refusals", () => {
  it.each<[Fault, number, string, object | undefined]>([
    [{ kind: "429", retry_after: 17 }, 429, "Too Many Requests: retry after 17", { retry_after: 17 }],
    [{ kind: "403" }, 403, "Forbidden: bot was blocked by the user", undefined],
    [
      { kind: "403", description: "Forbidden: user is deactivated" },
      403,
      "Forbidden: user is deactivated",
      undefined,
    ],
    [{ kind: "400" }, 400, "Bad Request: chat not found", undefined],
    [
      { kind: "migrate", migrate_to_chat_id: -1_000_000_000_005 },
      400,
      "Bad Request: group chat was upgraded to a supergroup chat",
      { migrate_to_chat_id: -1_000_000_000_005 },
    ],
    [{ kind: "401" }, 401, "Unauthorized", undefined],
    [{ kind: "5xx_json" }, 500, "Internal Server Error: restart", undefined],
  ])("%j", async (fault, status, description, parameters) => {
    sandbox.addFault({ ...fault, count: 1 });
    const refused = await call(sandbox, "sendMessage", { chat_id: 1, text: "x" });
    expect(refused).toMatchObject({ status, ok: false, error_code: status, description });
    expect(refused.parameters).toEqual(parameters);
    if (status === 429) expect(refused.headers.get("retry-after")).toBe("17");
    expect(kept(1)).toBe(0);
    expect((await call(sandbox, "sendMessage", { chat_id: 1, text: "x" })).status).toBe(200);
    expect(sandbox.stats()).toMatchObject({ refused: { [status]: 1 }, faults: { [fault.kind]: 1 } });
  });

  it("meets only the chat and the method it names", async () => {
    sandbox.addFault({ kind: "403", chat_id: 7 });
    sandbox.addFault({ kind: "401", method: "getMe" });
    expect((await call(sandbox, "sendMessage", { chat_id: "7", text: "x" })).status).toBe(403);
    expect((await call(sandbox, "sendMessage", { chat_id: 8, text: "x" })).status).toBe(200);
    expect((await call(sandbox, "getMe")).status).toBe(401);
    sandbox.clearFaults();
    expect((await call(sandbox, "getMe")).status).toBe(200);
  });
});

describe("answers that are none", () => {
  it.each<[Fault["kind"], number]>([
    ["5xx_html", 502],
    ["200_html", 200],
  ])("%s is a page, and nothing was sent", async (kind, status) => {
    sandbox.addFault({ kind });
    const response = await fetch(`${sandbox.url}/bot${sandbox.token}/sendMessage?chat_id=1&text=x`);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(await response.text()).toContain("<");
    expect(kept(1)).toBe(0);
  });

  it("reset_before loses the message, reset_after only its answer", async () => {
    sandbox.addFault({ kind: "reset_before", count: 1 });
    sandbox.addFault({ kind: "reset_after", count: 1 });
    expect(await sendRaw(1)).toEqual({ text: "", error: "ECONNRESET" });
    expect(kept(1)).toBe(0);
    expect(await sendRaw(1)).toEqual({ text: "", error: "ECONNRESET" });
    expect(kept(1)).toBe(1);
  });

  it("truncated promises more than it sends; the message is there", async () => {
    sandbox.addFault({ kind: "truncated" });
    const { text } = await sendRaw(1);
    const [head = "", body = ""] = text.split("\r\n\r\n");
    expect(head).toContain("200 OK");
    expect(body).toContain('{"ok":true');
    expect(Number(/content-length: (\d+)/i.exec(head)?.[1])).toBeGreaterThan(body.length);
    expect(kept(1)).toBe(1);
  });

  it("hang never answers and keeps nothing; the client gives up and the sandbox goes on", async () => {
    sandbox.addFault({ kind: "hang", count: 1 });
    const giveUp = new AbortController();
    const hanging = call(sandbox, "sendMessage", { chat_id: 1, text: "x" }, giveUp.signal);
    hanging.catch(() => {});
    await waitFor(() => sandbox.stats().faults.hang === 1, { what: "the call to hang" });
    giveUp.abort();
    await expect(hanging).rejects.toThrow();
    expect(kept(1)).toBe(0);
    expect((await call(sandbox, "sendMessage", { chat_id: 1, text: "x" })).status).toBe(200);
  });

  it("delay has the message at once and answers late, or never to a client that gave up", async () => {
    sandbox.addFault({ kind: "delay", delay_ms: 30, count: 1 });
    sandbox.addFault({ kind: "delay", delay_ms: 600_000, count: 1 });
    expect((await call(sandbox, "sendMessage", { chat_id: 1, text: "a" })).status).toBe(200);
    const giveUp = new AbortController();
    const late = call(sandbox, "sendMessage", { chat_id: 1, text: "b" }, giveUp.signal);
    late.catch(() => {});
    await waitFor(() => kept(1) === 2, { what: "the second message" });
    giveUp.abort();
    await expect(late).rejects.toThrow();
  });
});
