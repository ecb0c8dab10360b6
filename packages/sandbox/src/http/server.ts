import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { BotApi } from "../bot-api/bot-api.ts";
import { ControlApi } from "../control/control-api.ts";
import type { World } from "../model/world.ts";
import { isForeign } from "./host-guard.ts";
import { sendJson } from "./responses.ts";

export interface ServerOptions {
  /** The only token let in; undefined: any of the right form. */
  token: string | undefined;
  /** Refuse what a page of another site could send. Only of use while nobody but this machine is to reach the server. */
  refuseForeign: boolean;
}

/** Longer than any client's own idle time here, so that no client meets a connection just closed. */
const keepAliveMs = 75_000;

/** One server for both APIs. It does not listen yet. */
export function createSandboxServer(world: World, options: ServerOptions): Server {
  const botApi = new BotApi(world, options.token);
  const controlApi = new ControlApi(world);
  const server = createServer((request, response) => {
    const url = request.url ?? "";
    if (options.refuseForeign && isForeign(request)) refuseForeign(request, response);
    else if (url.startsWith("/bot")) botApi.handle(request, response);
    else if (url.startsWith("/sandbox/")) controlApi.handle(request, response);
    else sendJson(response, 404, { ok: false, error_code: 404, description: "Not Found" });
  });
  server.keepAliveTimeout = keepAliveMs;
  return server;
}

function refuseForeign(request: IncomingMessage, response: ServerResponse): void {
  // The body is not read: whoever sent it gets no more than this.
  request.resume();
  sendJson(response, 403, {
    code: "foreign_origin",
    detail: "The sandbox answers to the loopback names only, and to no page of another site.",
  });
}
