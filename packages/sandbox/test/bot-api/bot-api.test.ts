import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SANDBOX_TOKEN, type Sandbox, startSandbox } from "../../src/index.ts";
import { call } from "../bot-client.ts";

const other = `7:${"x".repeat(35)}`;
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

async function get(path: string, init: RequestInit = {}) {
  const response = await fetch(`${sandbox.url}${path}`, init);
  return [response.status, await response.json()];
}

describe("token and method", () => {
  it("lets any token of the right form in, and tells a wrong one from a path that means nothing", async () => {
    expect((await get(`/bot${SANDBOX_TOKEN}/getMe`))[0]).toBe(200);
    expect((await get(`/bot${other}/getMe`))[0]).toBe(200);
    expect((await get(`/bot${SANDBOX_TOKEN.replace(":", "%3A")}/getMe`))[0]).toBe(200);
    const unauthorized = { ok: false, error_code: 401, description: "Unauthorized" };
    expect(await get("/bot123:short/getMe")).toEqual([401, unauthorized]);
    const notFound = { ok: false, error_code: 404, description: "Not Found" };
    for (const path of [
      "/botnonsense/getMe",
      `/bot${SANDBOX_TOKEN}`,
      `/bot${SANDBOX_TOKEN}/getMee`,
      "/",
      "/bot/",
    ]) {
      expect(await get(path)).toEqual([404, notFound]);
    }
  });

  it("lets only the given token in, where one is given", async () => {
    const strict = await startSandbox({ token: other });
    try {
      expect(await call(strict, "getMe")).toMatchObject({ status: 200, result: { id: 7 } });
      expect((await fetch(`${strict.url}/bot${SANDBOX_TOKEN}/getMe`)).status).toBe(401);
    } finally {
      await strict.close();
    }
    await expect(startSandbox({ token: "nonsense" })).rejects.toThrow(TypeError);
  });

  it("reads method names in any case, and takes GET and POST alone", async () => {
    expect((await get(`/bot${SANDBOX_TOKEN}/GETME`))[0]).toBe(200);
    expect((await get(`/bot${SANDBOX_TOKEN}/getMe`, { method: "PUT" }))[0]).toBe(405);
  });
});

describe("parameters over the wire", () => {
  const send = () => `/bot${SANDBOX_TOKEN}/sendMessage`;

  it("takes query, form, JSON and multipart alike", async () => {
    const form = new FormData();
    form.set("chat_id", "5");
    form.set("text", "é multipart");
    const calls: [string, RequestInit][] = [
      [`${send()}?chat_id=5&text=${encodeURIComponent("é query")}`, {}],
      [send(), { method: "POST", body: new URLSearchParams({ chat_id: "5", text: "é form" }) }],
      [
        send(),
        {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ chat_id: 5, text: "é json" }),
        },
      ],
      [send(), { method: "POST", body: form }],
    ];
    for (const [path, init] of calls) expect((await get(path, init))[0]).toBe(200);
    expect(sandbox.chat(5).messages.map(({ text }) => text)).toEqual([
      "é query",
      "é form",
      "é json",
      "é multipart",
    ]);
  });

  it("refuses bytes that are no UTF-8, and a lone surrogate's escape", async () => {
    const utf8 = { error_code: 400, description: "Bad Request: strings must be encoded in UTF-8" };
    expect((await get(`${send()}?chat_id=6&text=%FF`))[1]).toMatchObject(utf8);
    const json = { method: "POST", headers: { "content-type": "application/json" } };
    expect((await get(send(), { ...json, body: '{"chat_id":6,"text":"\\ud83d"}' }))[1]).toMatchObject(utf8);
    expect(sandbox.chat(6).messages).toEqual([]);
  });

  it("refuses over 1 MiB with 413 and goes on serving the connection's neighbours", async () => {
    const body = new URLSearchParams({ chat_id: "5", text: "x".repeat(1024 * 1024) });
    expect(await get(send(), { method: "POST", body })).toEqual([
      413,
      { ok: false, error_code: 413, description: "Request Entity Too Large" },
    ]);
    expect((await call(sandbox, "getMe")).status).toBe(200);
  });

  it.each(["text", "reply_markup", "entities", "chat_id", "scope"])(
    "survives %s nested 200,000 deep",
    async (name) => {
      const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
      const body = `{"chat_id":6,"text":"x","${name}":${deep}}`;
      const init = { method: "POST", headers: { "content-type": "application/json" }, body };
      for (const method of ["sendMessage", "setMyCommands", "getMyCommands"]) {
        expect((await get(`/bot${SANDBOX_TOKEN}/${method}`, init))[0]).toBeLessThan(500);
      }
      const keyboard = `{"chat_id":6,"text":"x","reply_markup":{"inline_keyboard":[[{"text":"x","url":"t.me","y":${deep}}]]}}`;
      expect((await get(send(), { ...init, body: keyboard }))[0]).toBe(200);
    },
  );

  it("survives a client that leaves in the middle of its request", async () => {
    const socket = connect(sandbox.port, "127.0.0.1");
    socket.write(`POST ${send()} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nchat_id=5`);
    await new Promise((resolve) => socket.once("connect", resolve));
    socket.resetAndDestroy();
    expect((await call(sandbox, "getMe")).status).toBe(200);
  });
});
