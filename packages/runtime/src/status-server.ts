import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Health } from "./health.ts";
import { type Address, listen } from "./listen.ts";
import type { Metrics } from "./metrics.ts";

export type StatusServerOptions = Address & {
  health: Health;
  metrics: Metrics;
  /** Whether a request may read `/metrics`; `/livez` and `/readyz` are open. */
  mayReadMetrics: (request: IncomingMessage) => boolean;
};

/** `/livez`, `/readyz` and `/metrics` for a service that has no HTTP interface of its own. */
export class StatusServer {
  readonly #options: StatusServerOptions;
  readonly #server: Server;

  constructor(options: StatusServerOptions) {
    this.#options = options;
    this.#server = createServer(
      { requestTimeout: 10_000, headersTimeout: 5_000, connectionsCheckingInterval: 1_000 },
      (request, response) => {
        this.#answer(request, response).catch(() => {
          // A figure that cannot be read must not end the service that it is about.
          if (!response.headersSent) sendProblem(response, 500, "internal_error");
        });
      },
    );
    this.#server.maxConnections = 100;
  }

  /** Resolves when it listens; throws ListenError. */
  async start(): Promise<void> {
    await listen(this.#server, this.#options);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Closes at once, open connections included. May be called twice. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { health, metrics, mayReadMetrics } = this.#options;
    const path = request.url?.split("?")[0];
    if (path === "/livez")
      return send(response, 200, "application/json", JSON.stringify({ status: "alive" }));
    if (path === "/readyz") {
      const report = health.report();
      return send(
        response,
        report.status === "ready" ? 200 : 503,
        "application/json",
        JSON.stringify(report),
      );
    }
    if (path === "/metrics" && mayReadMetrics(request))
      return send(response, 200, metrics.contentType, await metrics.text());
    if (path === "/metrics") return sendProblem(response, 401, "unauthorized");
    return sendProblem(response, 404, "not_found");
  }
}

function sendProblem(response: ServerResponse, status: number, code: string): void {
  const problem = { type: "about:blank", title: code, status, code };
  send(response, status, "application/problem+json", JSON.stringify(problem));
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
  });
  response.end(body);
}
