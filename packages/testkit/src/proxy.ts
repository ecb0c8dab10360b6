import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { type Faults, type Link, openLink, type ReplyDrop } from "./proxy-link.ts";

export type { ReplyDrop } from "./proxy-link.ts";

export type Proxy = {
  readonly port: number;
  /** `redis://127.0.0.1:<port>`, with another scheme if one is named. */
  url(scheme?: string): string;
  /** Open client connections, also black-holed ones. */
  connections(): number;
  /** Bytes that black holes and dropped replies have eaten so far. */
  swallowedBytes(): number;
  /** Destroys every open connection, on both sides; new ones are served. */
  cut(): void;
  /**
   * On: sockets stay open and new ones are accepted, but every byte is swallowed in both directions, and one side
   * is not told that the other closed. Off: connections that lost nothing go on; those that lost bytes stay dead
   * until cut, for no half message may come out of them.
   */
  blackhole(on: boolean): void;
  /** On: new connections are refused (ECONNREFUSED), open ones go on. Resolves when it is in force. */
  refuse(on: boolean): Promise<void>;
  /** Every piece of data is handed on this much later, in both directions, order kept. 0 turns it off. */
  delayMs(ms: number): void;
  /**
   * Requests reach the server, but replies are swallowed. A number: the next so many pieces of reply, then the
   * connections that lost one are cut. A predicate: the first piece for which it is true, then that connection is cut. 0 disarms.
   */
  dropReplies(drop: number | ReplyDrop): void;
  /** Cuts everything and listens no more. May be called twice. */
  close(): Promise<void>;
};

/** A TCP proxy on 127.0.0.1 in front of `target`, whose connections can be harmed on purpose. */
export async function startProxy(target: { port: number; host?: string }): Promise<Proxy> {
  const links = new Set<Link>();
  const faults: Faults = { blackhole: false, delayMs: 0, drop: undefined, swallowedBytes: 0 };
  const accept = (client: Socket): void => {
    const link = openLink(client, { host: target.host ?? "127.0.0.1", port: target.port }, faults, () =>
      links.delete(link),
    );
    links.add(link);
  };
  const cut = (): void => {
    for (const link of links) link.destroy();
  };
  let server: Server | undefined = await listen(0, accept);
  const port = (server.address() as AddressInfo).port;
  return {
    port,
    url: (scheme = "redis") => `${scheme}://127.0.0.1:${port}`,
    connections: () => links.size,
    swallowedBytes: () => faults.swallowedBytes,
    cut,
    blackhole(on) {
      faults.blackhole = on;
      if (!on) for (const link of links) link.endBlackhole();
    },
    async refuse(on) {
      if (on) {
        server?.close();
        server = undefined;
      } else {
        server ??= await listen(port, accept);
      }
    },
    delayMs(ms) {
      faults.delayMs = ms;
    },
    dropReplies(drop) {
      if (drop === 0) faults.drop = undefined;
      else faults.drop = typeof drop === "number" ? { left: drop } : { when: drop };
    },
    async close() {
      const closing = server;
      server = undefined;
      cut();
      if (closing !== undefined) await new Promise<void>((resolve) => closing.close(() => resolve()));
    },
  };
}

function listen(port: number, accept: (client: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    // Half-open sockets: an end from one side is passed on by the link, not by Node.
    const server = createServer({ allowHalfOpen: true, noDelay: true }, accept);
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.removeListener("error", reject);
      resolve(server);
    });
  });
}
