import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import type { Request, RequestHandler, Response } from "express";
import { bytesOf } from "./json-body.ts";
import { sendProblem } from "./problems.ts";
import { contextOf } from "./request-context.ts";

export type SandboxProxy = {
  /** Mounted at `/sandbox`, after authentication and the reading of the body. */
  handler: RequestHandler;
  /** Ends the live streams, which would last for ever; requests in flight go on. */
  drain(): void;
  /** Closes what is left of the connections to the sandbox. */
  close(): void;
};

const METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE"];
/** All that goes through: credentials, cookies and what belongs to one hop stay here. */
const REQUEST_HEADERS = ["accept", "content-type", "last-event-id"] as const;
const RESPONSE_HEADERS = ["content-type", "cache-control", "location", "retry-after"] as const;

/** Silence for so long ends a forwarded request. Live streams say something every 15 s. */
const SILENCE_MS = 60_000;
/** Forwarded at the same time, live streams included. */
const FORWARDED_MAX = 256;

/** Forwards `/sandbox/…` to the sandbox at `base`, streaming what comes back. */
export function createSandboxProxy(base: URL): SandboxProxy {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 8 });
  const streams = new Set<() => void>();
  let forwarded = 0;
  let draining = false;
  const handler: RequestHandler = (request, response) => {
    contextOf(request).route = "/sandbox";
    const path = sandboxPath(request.originalUrl);
    if (path === undefined) return sendProblem(response, "not_found", "The sandbox has no such address.");
    if (!METHODS.includes(request.method)) {
      response.setHeader("Allow", METHODS.join(", "));
      return sendProblem(response, "method_not_allowed", `Use one of ${METHODS.join(", ")}.`);
    }
    if (forwarded >= FORWARDED_MAX)
      return sendProblem(response, "sandbox_unavailable", "Too many requests to the sandbox are under way.");
    forwarded += 1;
    response.once("close", () => {
      forwarded -= 1;
    });
    forward(request, response, { base, path, agent }, (end) => {
      streams.add(end);
      response.once("close", () => streams.delete(end));
      if (draining) end();
    });
  };
  return {
    handler,
    drain() {
      draining = true;
      for (const end of streams) end();
    },
    close: () => agent.destroy(),
  };
}

/** The path to ask for, dots resolved; undefined when it would lead out of `/sandbox/`, to the Bot API for one. */
function sandboxPath(originalUrl: string): string | undefined {
  if (!originalUrl.startsWith("/") || !URL.canParse(originalUrl, "http://sandbox")) return undefined;
  const { host, pathname, search } = new URL(originalUrl, "http://sandbox");
  return host === "sandbox" && pathname.startsWith("/sandbox/") ? `${pathname}${search}` : undefined;
}

type Target = { base: URL; path: string; agent: Agent };

function forward(
  request: Request,
  response: Response,
  { base, path, agent }: Target,
  onLiveStream: (end: () => void) => void,
): void {
  const body = bytesOf(request);
  const headers: Record<string, string> = { "content-length": String(body.length) };
  for (const name of REQUEST_HEADERS) {
    const value = request.headers[name];
    if (typeof value === "string") headers[name] = value;
  }
  const outgoing = httpRequest({
    agent,
    host: base.hostname.replace(/^\[|\]$/g, ""),
    port: base.port || 80,
    path: `${base.pathname.replace(/\/$/, "")}${path}`,
    method: request.method,
    headers,
    timeout: SILENCE_MS,
  });
  outgoing.on("timeout", () => outgoing.destroy(new Error("the sandbox is silent")));
  outgoing.on("response", (incoming) => {
    if (incoming.headers["content-type"]?.startsWith("text/event-stream")) {
      onLiveStream(() => {
        response.end();
        outgoing.destroy();
      });
    }
    passBack(incoming, response);
  });
  outgoing.on("error", () => {
    if (response.headersSent) response.destroy();
    else if (!response.destroyed)
      sendProblem(response, "sandbox_unavailable", "Start the sandbox, or set SANDBOX_URL to where it runs.");
  });
  response.once("close", () => outgoing.destroy());
  outgoing.end(body);
}

function passBack(incoming: IncomingMessage, response: Response): void {
  response.status(incoming.statusCode ?? 502);
  for (const name of RESPONSE_HEADERS) {
    const value = incoming.headers[name];
    if (value !== undefined) response.setHeader(name, value);
  }
  response.flushHeaders();
  // An answer cut on the other side is cut on this side too: half a body must not look like a whole one.
  incoming.on("error", () => response.destroy());
  incoming.on("aborted", () => {
    if (!response.writableEnded) response.destroy();
  });
  incoming.pipe(response);
}
