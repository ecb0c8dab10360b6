import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { listen } from "@bellwire/runtime";
import { answerClientErrors } from "./client-errors.ts";
import type { HttpProblemCode } from "./problems.ts";

export type HttpTimeouts = {
  headersMs: number;
  /** Headers and body. */
  requestMs: number;
  /** How often connections are looked at for being too slow. */
  checkMs: number;
  /** Longer than the idle time of the usual load balancer (60 s), so that it never meets a closed connection. */
  keepAliveMs: number;
};

export const HTTP_TIMEOUTS: HttpTimeouts = {
  headersMs: 10_000,
  requestMs: 30_000,
  checkMs: 1_000,
  keepAliveMs: 65_000,
};

const CONNECTIONS_MAX = 10_000;

/** A malformed or slow request, or a connection beyond the most that are served at a time. */
export type Refusal = HttpProblemCode | "too_many_connections";

export type HttpServerOptions = {
  host: string;
  /** 0 picks a free one. */
  port: number;
  timeouts: HttpTimeouts;
  /** How long requests in flight may take once `stop` is called. */
  drainMs: number;
  handler: RequestListener;
  /** Called with what was refused before the handler saw it, for counting. */
  onRefusal?: (code: Refusal) => void;
};

type Exchange = { request: IncomingMessage; response: ServerResponse };

/** Node's HTTP server with bounds on everything, and a stop that lets requests in flight finish. */
export class HttpServer {
  readonly #options: HttpServerOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();
  readonly #exchanges = new Map<Duplex, Exchange>();
  #draining = false;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    const { headersMs, requestMs, checkMs, keepAliveMs } = options.timeouts;
    this.#server = createServer(
      {
        headersTimeout: headersMs,
        requestTimeout: requestMs,
        connectionsCheckingInterval: checkMs,
        keepAliveTimeout: keepAliveMs,
        // The handler refuses a request without Host, because Node's own refusal has no body.
        requireHostHeader: false,
      },
      (request, response) => this.#serve(request, response),
    );
    this.#server.maxConnections = CONNECTIONS_MAX;
    this.#server.on("connection", (socket) => this.#track(socket));
    const onRefusal = options.onRefusal ?? (() => {});
    this.#server.on("drop", () => onRefusal("too_many_connections"));
    answerClientErrors(this.#server, (socket) => this.#exchanges.get(socket), onRefusal);
  }

  /** Resolves when it listens. Throws ListenError. */
  async start(): Promise<void> {
    const { host, port } = this.#options;
    await listen(this.#server, { host, port, portVariable: "PORT" });
  }

  /** The port it listens on. Throws when it does not listen. */
  get port(): number {
    const address: AddressInfo | string | null = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the server does not listen");
    return address.port;
  }

  /**
   * Accepts nothing more, closes what is idle, lets what is in flight finish, and cuts what is left after
   * `drainMs`. May be called twice, and when it never listened.
   */
  async stop(): Promise<void> {
    this.#draining = true;
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) {
      const exchange = this.#exchanges.get(socket);
      if (exchange === undefined) socket.destroy();
      else sayClose(exchange.response);
    }
    const timer = setTimeout(() => this.#server.closeAllConnections(), this.#options.drainMs);
    await closed;
    clearTimeout(timer);
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once("close", () => {
      this.#sockets.delete(socket);
      this.#exchanges.delete(socket);
    });
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const exchange = { request, response };
    this.#exchanges.set(socket, exchange);
    if (this.#draining) sayClose(response);
    response.once("close", () => {
      if (this.#exchanges.get(socket) === exchange) this.#exchanges.delete(socket);
      // The headers may have gone out before the drain began, without a word about closing.
      if (this.#draining) socket.destroySoon();
    });
    this.#options.handler(request, response);
  }
}

function sayClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("Connection", "close");
}
