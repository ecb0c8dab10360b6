import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { waitFor } from "@bellwire/testkit";
import { afterEach, describe, expect, it } from "vitest";
import { HTTP_TIMEOUTS, HttpServer, type HttpServerOptions } from "../../src/http/server.ts";
import { exchangeRaw } from "../raw-exchange.ts";
import { ask } from "../running-web.ts";

const FAST = { headersMs: 200, requestMs: 400, checkMs: 50, keepAliveMs: 65_000 };
const stops: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function startServer(options: Partial<HttpServerOptions> = {}): Promise<HttpServer> {
  const handler: HttpServerOptions["handler"] = (request, response) => {
    request.resume();
    request.on("end", () => response.end("done"));
  };
  const server = new HttpServer({
    host: "127.0.0.1",
    port: 0,
    timeouts: HTTP_TIMEOUTS,
    drainMs: 5000,
    handler,
    ...options,
  });
  await server.start();
  stops.push(() => server.stop());
  return server;
}

/** A connection that stays open, and what came back on it. */
function openConnection(port: number) {
  const socket: Socket = connect(port, "127.0.0.1");
  const seen = { text: "", closed: false };
  socket.on("data", (chunk) => {
    seen.text += chunk.toString("latin1");
  });
  socket.on("error", () => {});
  socket.on("close", () => {
    seen.closed = true;
  });
  stops.push(() => void socket.destroy());
  return { socket, seen };
}

describe("HttpServer", () => {
  it("answers 408 to slow headers and to a slow body", async () => {
    const { port } = await startServer({ timeouts: FAST });
    const started = "POST / HTTP/1.1\r\nHost: localhost\r\n";
    const replies = await Promise.all([
      exchangeRaw(port, [started]),
      exchangeRaw(port, [`${started}Content-Length: 10\r\n\r\nhalf`]),
    ]);
    for (const reply of replies) {
      expect(reply).toMatch(/^HTTP\/1.1 408 Request Timeout\r\nContent-Type: application\/problem\+json\r\n/);
      expect(reply).toContain('"code":"request_timeout"');
    }
  });

  it("keeps a connection for the next request", async () => {
    const { port } = await startServer();
    const { socket, seen } = openConnection(port);
    for (const round of [1, 2, 3]) {
      socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      await waitFor(() => seen.text.split("done").length === round + 1);
    }
    expect(seen.text).toContain("Keep-Alive: timeout=65");
  });

  it("says which port is taken and which variable to set", async () => {
    const other: Server = createServer().listen(0, "127.0.0.1");
    await waitFor(() => other.listening);
    stops.push(() => void other.close());
    const { port } = other.address() as AddressInfo;
    await expect(startServer({ port })).rejects.toThrow(new RegExp(`127.0.0.1:${port} is taken.*PORT`));
  });

  it("lets requests in flight finish, closes the rest, and takes no new ones", async () => {
    const waiting: (() => void)[] = [];
    const server = await startServer({
      handler: (_request, response) => void waiting.push(() => response.end("finished")),
    });
    const { port } = server;
    const idle = openConnection(port);
    const served = openConnection(port);
    served.socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await waitFor(() => waiting.length === 1);
    let stopped = false;
    const stopping = server.stop().then(() => {
      stopped = true;
    });
    await waitFor(() => idle.seen.closed);
    await expect(ask(port, {})).rejects.toThrow();
    expect(stopped).toBe(false);
    for (const finish of waiting) finish();
    await stopping;
    await waitFor(() => served.seen.closed);
    expect(served.seen.text).toContain("Connection: close");
    expect(served.seen.text).toContain("finished");
    await server.stop();
  });

  it("cuts what does not finish in time", async () => {
    let asked = false;
    const server = await startServer({
      drainMs: 100,
      handler: () => {
        asked = true;
      },
    });
    const hanging = openConnection(server.port);
    hanging.socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await waitFor(() => asked);
    await server.stop();
    await waitFor(() => hanging.seen.closed);
  });
});
