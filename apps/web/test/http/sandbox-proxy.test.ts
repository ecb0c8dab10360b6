import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { freePort, type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../src/service.ts";
import { ask, JSON_HEADERS, startWeb } from "../running-web.ts";

type Seen = { method: string; url: string; headers: IncomingHttpHeaders; body: string };

let redis: RedisProcess;
let web: WebService;
let sandbox: Server;
let seen: Seen[] = [];
let streams = 0;

/** Says what it was asked, streams at /sandbox/events, breaks off at /sandbox/cut. */
function startFakeSandbox(): Server {
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      response.setHeader("Set-Cookie", "a=b");
      if (url === "/sandbox/events") {
        streams += 1;
        response.on("close", () => {
          streams -= 1;
        });
        response.writeHead(200, { "Content-Type": "text/event-stream" });
        response.write("event: message\ndata: {}\n\n");
      } else if (url === "/sandbox/cut") {
        response.writeHead(200, { "Content-Length": "100" });
        response.write("half", () => response.destroy());
      } else response.writeHead(201, { "Content-Type": "application/json" }).end('{"ok":true}');
    });
  }).listen(0, "127.0.0.1");
}

beforeAll(async () => {
  redis = await startRedis();
  sandbox = startFakeSandbox();
  await waitFor(() => sandbox.listening);
  const { port } = sandbox.address() as AddressInfo;
  web = await startWeb(redis.url, { SANDBOX_URL: `http://127.0.0.1:${port}/` });
});
afterAll(async () => {
  await web.stop();
  sandbox.close();
  sandbox.closeAllConnections();
  await redis.stop();
});

/** Opens the live stream; resolves with its first bytes and a promise of its end. */
function openStream(port: number) {
  return new Promise<{ first: string; ended: Promise<string>; leave: () => void }>((resolve, reject) => {
    const request = httpRequest(
      { host: "127.0.0.1", port, path: "/sandbox/events", agent: false },
      (response) => {
        const ended = new Promise<string>((end) => {
          response.on("end", () => end("ended"));
          response.on("error", () => end("cut"));
        });
        response.once("data", (chunk: Buffer) =>
          resolve({ first: chunk.toString(), ended, leave: () => request.destroy() }),
        );
      },
    );
    request.on("error", reject);
    request.end();
  });
}

describe("the sandbox proxy", () => {
  it("forwards method, address and body, but no credentials either way", async () => {
    seen = [];
    const headers = {
      ...JSON_HEADERS,
      authorization: "Bearer x",
      cookie: "c=d",
      "x-api-key": "k",
      "x-other": "o",
    };
    const path = "/sandbox/chats/42/messages?a=b%20c";
    const answer = await ask(web.port, { method: "POST", path, headers, body: '{"text":"hi"}' });
    expect([answer.status, answer.text]).toEqual([201, '{"ok":true}']);
    expect(answer.headers).not.toHaveProperty("set-cookie");
    expect(answer.headers["content-security-policy"]).toBeDefined();
    expect(seen).toMatchObject([{ method: "POST", url: path, body: '{"text":"hi"}' }]);
    for (const name of ["authorization", "cookie", "x-api-key", "x-other"])
      expect(seen[0]?.headers).not.toHaveProperty(name);
  });

  it("needs JSON or X-Bellwire for what changes something", async () => {
    const bare = { method: "POST", path: "/sandbox/reset" };
    expect((await ask(web.port, bare)).json()).toMatchObject({ code: "header_required" });
    expect((await ask(web.port, { ...bare, headers: { "x-bellwire": "1" } })).status).toBe(201);
  });

  it.each(["/sandbox/../bot1:x/sendMessage", "/sandbox/%2e%2e/bot1:x/sendMessage", "/sandbox"])(
    "does not lead out to %s",
    async (path) => {
      seen = [];
      expect((await ask(web.port, { path })).status).toBe(404);
      expect(seen).toEqual([]);
    },
  );

  it("bounds what it forwards", async () => {
    const body = JSON.stringify({ text: "x".repeat(262_144) });
    const answer = await ask(web.port, { method: "POST", path: "/sandbox/x", headers: JSON_HEADERS, body });
    expect(answer.status).toBe(413);
    const patch = await ask(web.port, {
      method: "PATCH",
      path: "/sandbox/x",
      headers: JSON_HEADERS,
      body: "{}",
    });
    expect([patch.status, patch.headers.allow]).toEqual([405, "GET, HEAD, POST, PUT, DELETE"]);
  });

  it("streams live, and lets go when the reader leaves", async () => {
    const stream = await openStream(web.port);
    expect(stream.first).toBe("event: message\ndata: {}\n\n");
    expect(streams).toBe(1);
    stream.leave();
    await waitFor(() => streams === 0);
  });

  it("does not make half an answer look whole", async () => {
    await expect(ask(web.port, { path: "/sandbox/cut" })).rejects.toThrow();
  });

  it("ends live streams when the service stops", async () => {
    const { port } = sandbox.address() as AddressInfo;
    const other = await startWeb(redis.url, { SANDBOX_URL: `http://127.0.0.1:${port}` });
    const stream = await openStream(other.port);
    await other.stop();
    expect(await stream.ended).toBe("ended");
    await waitFor(() => streams === 0);
  });

  it("says when there is no sandbox", async () => {
    const other = await startWeb(redis.url, { SANDBOX_URL: `http://127.0.0.1:${await freePort()}` });
    const answer = await ask(other.port, { path: "/sandbox/health" });
    await other.stop();
    expect(answer.status).toBe(502);
    expect(answer.json()).toMatchObject({
      code: "sandbox_unavailable",
      detail: expect.stringContaining("SANDBOX_URL"),
    });
  });
});
