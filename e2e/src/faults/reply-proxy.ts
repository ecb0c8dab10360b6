import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { ReplyReader, RequestReader } from "./resp.ts";

/** Gives what a command is called in reports; undefined for what is not of interest. */
export type NameCommand = (words: readonly string[]) => string | undefined;

/** A proxy in front of Redis that understands what passes, and loses the very reply it is told to lose. */
export type ReplyProxy = {
  readonly port: number;
  readonly url: string;
  /** Names of the commands that were answered so far, with how often. */
  readonly seen: ReadonlyMap<string, number>;
  /** How many replies of each were lost. */
  readonly lost: ReadonlyMap<string, number>;
  /**
   * The next reply to a command of this name is not passed on: Redis has done what it was asked, and the client's
   * connection is cut instead of an answer.
   */
  loseNext: (name: string) => void;
  close: () => Promise<void>;
};

type Counts = { seen: Map<string, number>; lost: Map<string, number>; armed: Set<string> };

export async function startReplyProxy(targetPort: number, nameOf: NameCommand): Promise<ReplyProxy> {
  const counts: Counts = { seen: new Map(), lost: new Map(), armed: new Set() };
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port: targetPort, host: "127.0.0.1", noDelay: true });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.once("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    link(client, upstream, nameOf, counts);
  });
  const port = await listen(server);
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    seen: counts.seen,
    lost: counts.lost,
    loseNext: (name) => void counts.armed.add(name),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Commands are answered in order, so the oldest unanswered one is whose reply comes next. */
function link(client: Socket, upstream: Socket, nameOf: NameCommand, counts: Counts): void {
  const requests = new RequestReader();
  const replies = new ReplyReader();
  const unanswered: (string | undefined)[] = [];
  client.on("data", (piece) => {
    for (const words of requests.read(piece, 3)) {
      // Under RESP3, which our clients speak, the answer to these is a push and not a reply.
      if (!/^[ps]?(un)?subscribe$/i.test(words[0] ?? "")) unanswered.push(nameOf(words));
    }
    upstream.write(piece);
  });
  upstream.on("data", (piece) => {
    for (const { raw, push } of replies.read(piece)) {
      const name = push ? undefined : unanswered.shift();
      if (name !== undefined && counts.armed.delete(name)) {
        note(counts.lost, name);
        client.destroy();
        return;
      }
      if (name !== undefined) note(counts.seen, name);
      client.write(raw);
    }
  });
}

function note(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
