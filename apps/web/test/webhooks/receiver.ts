import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { Webhook } from "standardwebhooks";

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

export type Called = { id: string; headers: IncomingHttpHeaders; body: { type: string; data: object } };

/** How a receiver answers, or leaves a call unanswered. */
export type Answering = (response: ServerResponse, called: Called) => void;

export const taking: Answering = (response) => response.writeHead(204).end();
export const refusing =
  (status: number, headers: Record<string, string> = {}): Answering =>
  (response) =>
    response.writeHead(status, headers).end("not now");

export type TestReceiver = {
  url: string;
  /** Every call, in the order of their arrival; each was verified with the public library. */
  calls: Called[];
  /** Ids of those that were answered 2xx. */
  taken: () => string[];
  answer: (how: Answering) => void;
  /** Refuses connections, as a process that is not there. */
  goDown: () => Promise<void>;
  comeBack: () => Promise<void>;
  stop: () => Promise<void>;
};

/** An app that hears back. */
export async function startReceiver(port = 0): Promise<TestReceiver> {
  const webhook = new Webhook(SECRET);
  const [calls, taken, sockets]: [Called[], string[], Set<Socket>] = [[], [], new Set()];
  let how = taking;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = request.headers as Record<string, string>;
      const body = webhook.verify(Buffer.concat(chunks), headers) as Called["body"];
      const called = { id: String(headers["webhook-id"]), headers, body };
      calls.push(called);
      how(response, called);
      if (response.writableEnded && response.statusCode < 300) taken.push(called.id);
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  const url = `http://127.0.0.1:${await listenOn(server, port)}`;
  const goDown = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    url,
    calls,
    taken: () => taken,
    answer: (next) => {
      how = next;
    },
    goDown,
    comeBack: async () => void (await listenOn(server, Number(new URL(url).port))),
    stop: async () => void (server.listening && (await goDown())),
  };
}

async function listenOn(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(port, "127.0.0.1", resolve);
  });
  return (server.address() as AddressInfo).port;
}
