import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ApiKeys, createLogger } from "@bellwire/runtime";
import { LIMITS } from "@bellwire/schema";
import { waitFor } from "@bellwire/testkit";
import { afterEach, describe, expect, it } from "vitest";
import { answerErrors } from "../../src/http/error-handler.ts";
import { publishDirectly } from "../../src/http/publish-directly.ts";
import type { Publish } from "../../src/http/routes/publish.ts";
import { exchangeRaw } from "../raw-exchange.ts";

const KEY = "key-for-tests-0123456789";
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that answers with the body where it publishes directly, and with `left` where it does not. */
async function serve({ keys = [] as string[], publish = echo as Publish } = {}): Promise<number> {
  const serveDirectly = publishDirectly({
    apiKeys: new ApiKeys(keys),
    allowedHosts: [{ name: "localhost" }],
    publish,
    onError: answerErrors(createLogger({ service: "web", level: "silent" })),
  });
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    if (!serveDirectly(request, response)) response.end("left");
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await waitFor(() => server.listening);
  return (server.address() as AddressInfo).port;
}

const echo: Publish = async (_request, response, body) => void response.end(Buffer.from(body));

const HEAD = ["POST /notifications HTTP/1.1", "Host: localhost", "Content-Type: application/json"];

async function answerTo(port: number, lines: readonly string[], body = "{}"): Promise<string> {
  const head = [...lines, "Connection: close", `Content-Length: ${body.length}`];
  const reply = await exchangeRaw(port, [`${head.join("\r\n")}\r\n\r\n${body}`]);
  return reply.slice(reply.indexOf("\r\n\r\n") + 4);
}

describe("publishDirectly", () => {
  it.each([
    ["the plain case", []],
    ["a header that does not matter", ["X-Whatever: 1"]],
    ["an allowed Origin", ["Origin: http://localhost"]],
    ["an Idempotency-Key", ["Idempotency-Key: a"]],
    ["a key where none is needed", [`X-API-Key: ${KEY}`]],
  ])("serves %s", async (_name, lines) => {
    expect(await answerTo(await serve(), [...HEAD, ...lines])).toBe("{}");
  });

  it.each([
    ["another method", ["PUT /notifications HTTP/1.1", ...HEAD.slice(1)]],
    ["another address", ["POST /notifications/batch HTTP/1.1", ...HEAD.slice(1)]],
    ["a query", ["POST /notifications? HTTP/1.1", ...HEAD.slice(1)]],
    ["a slash at the end", ["POST /notifications/ HTTP/1.1", ...HEAD.slice(1)]],
    ["HTTP/1.0", ["POST /notifications HTTP/1.0", ...HEAD.slice(1)]],
    ["no Host", HEAD.filter((line) => !line.startsWith("Host"))],
    ["a foreign Host", HEAD.map((line) => line.replace("localhost", "evil.example"))],
    ["a foreign Origin", [...HEAD, "Origin: http://evil.example"]],
    ["another type", HEAD.map((line) => line.replace("json", "x-ndjson"))],
    ["another charset", HEAD.map((line) => line.replace("json", "json; charset=latin1"))],
    ["a zipped body", [...HEAD, "Content-Encoding: gzip"]],
    ["a cookie", [...HEAD, "Cookie: a=b"]],
  ])("leaves %s to Express", async (_name, lines) => {
    expect(await answerTo(await serve(), lines)).toBe("left");
  });

  it("leaves bodies in chunks, without end, and too large ones", async () => {
    const port = await serve();
    const head = [...HEAD, "Connection: close"].join("\r\n");
    const chunked = `${head}\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`;
    for (const bytes of [chunked, `${head}\r\n\r\n`])
      expect(await exchangeRaw(port, [bytes])).toMatch(/left$/);
    expect(await answerTo(port, HEAD, " ".repeat(LIMITS.payloadMaxBytes + 1))).toBe("left");
    expect(await answerTo(port, HEAD, " ".repeat(LIMITS.payloadMaxBytes))).toHaveLength(
      LIMITS.payloadMaxBytes,
    );
  });

  it("serves who has a valid key, on any Host, and leaves everybody else", async () => {
    const port = await serve({ keys: [KEY] });
    const elsewhere = HEAD.map((line) => line.replace("localhost", "evil.example"));
    for (const key of [`X-API-Key: ${KEY}`, `Authorization: Bearer ${KEY}`]) {
      expect(await answerTo(port, [...HEAD, key])).toBe("{}");
      expect(await answerTo(port, [...elsewhere, key])).toBe("{}");
      expect(await answerTo(port, [...HEAD, key, "Origin: http://evil.example"])).toBe("left");
    }
    for (const lines of [[], [`X-API-Key: ${KEY}x`], ["Cookie: bellwire_session=a"]])
      expect(await answerTo(port, [...HEAD, ...lines])).toBe("left");
  });

  it("answers what fails unexpectedly like everything else", async () => {
    const port = await serve({ publish: () => Promise.reject(new Error("bug")) });
    expect(JSON.parse(await answerTo(port, HEAD))).toMatchObject({ status: 500, code: "internal_error" });
  });
});
