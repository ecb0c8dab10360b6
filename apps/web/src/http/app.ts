import type { Boards, DeliveryDesk, ExpiringTokens, Hub, Quarantine, RateLimiter } from "@bellwire/messaging";
import type { ApiKeys, Health, Logger, Metrics } from "@bellwire/runtime";
import express, { type Express, type RequestHandler } from "express";
import type { FindingsWatch } from "../findings/findings-watch.ts";
import type { BoardWaiter } from "../hub/board-waiter.ts";
import type { LiveFeed } from "../live/live-feed.ts";
import type { Publisher } from "../publishing/publish-notification.ts";
import type { People } from "../recipients/build-recipients.ts";
import type { RecordWaiter } from "../records/record-waiter.ts";
import type { StatsReader } from "../records/stats-reader.ts";
import type { Webhooks } from "../webhooks/build-webhooks.ts";
import { refuseReadOnly, requireIntent } from "./allow-change.ts";
import type { AllowedHost } from "./allowed-hosts.ts";
import { authenticate } from "./authenticate.ts";
import { consoleFiles } from "./console-files.ts";
import { handleErrors } from "./error-handler.ts";
import type { EventStreams } from "./event-streams.ts";
import { checkHost } from "./host-check.ts";
import { readAnyBody } from "./json-body.ts";
import { sendProblem } from "./problems.ts";
import type { PushedStreams } from "./pushed-streams.ts";
import { limitRate } from "./rate-limit.ts";
import { contextOf } from "./request-context.ts";
import { boardRoute } from "./routes/board.ts";
import { boardEventsRoute } from "./routes/board-events.ts";
import { boardRoutes } from "./routes/boards.ts";
import type { Channels } from "./routes/channel-names.ts";
import { channelRoutes } from "./routes/channels.ts";
import { deadLetterRoutes } from "./routes/dead-letters.ts";
import { eventsRoute } from "./routes/events.ts";
import { findingsRoute } from "./routes/findings.ts";
import { liveRoute } from "./routes/live.ts";
import { notLandedRoutes } from "./routes/not-landed.ts";
import { notificationRoute } from "./routes/notification.ts";
import { notificationChangeRoutes } from "./routes/notification-changes.ts";
import { notificationsRoute } from "./routes/notifications.ts";
import { publishRoute, publishWith } from "./routes/publish.ts";
import { publishBatchRoute } from "./routes/publish-batch.ts";
import { quarantineRoute } from "./routes/quarantine.ts";
import { recipientChangeRoutes } from "./routes/recipient-changes.ts";
import { recipientLinkRoute } from "./routes/recipient-link.ts";
import { recipientsRoutes } from "./routes/recipients.ts";
import type { Route } from "./routes/route.ts";
import { endSessionRoute, openSessionRoute } from "./routes/session.ts";
import { statsRoute } from "./routes/stats.ts";
import { livezRoute, metricsRoute, readyzRoute } from "./routes/status.ts";
import { subscriberEventsRoute } from "./routes/subscriber-events.ts";
import { subscriberRoutes } from "./routes/subscribers.ts";
import { webhookDeliveriesRoutes } from "./routes/webhook-deliveries.ts";
import { webhooksRoutes } from "./routes/webhooks.ts";
import type { SandboxProxy } from "./sandbox-proxy.ts";

export type AppParts = {
  apiKeys: ApiKeys;
  allowedHosts: readonly AllowedHost[];
  consoleReadOnly: boolean;
  consoleFolder: string;
  sessions: ExpiringTokens;
  publisher: Publisher;
  desk: DeliveryDesk;
  waiter: RecordWaiter;
  events: EventStreams;
  stats: StatsReader;
  findings: FindingsWatch;
  quarantine: Quarantine;
  people: People;
  hub: Hub;
  channels: Channels;
  boards: Boards;
  boardWaiter: BoardWaiter;
  webhooks: Webhooks;
  live: LiveFeed;
  /** Of `live`, of subscribers and of boards. */
  streams: PushedStreams;
  health: Health;
  metrics: Metrics;
  logger: Logger;
  /** Absent: no limit. */
  limiter?: RateLimiter;
  /** Absent: the bot talks to the real Telegram. */
  sandbox?: SandboxProxy;
};

/**
 * All that Express serves: what each of its requests goes through, then the routes, then the page, then what is not
 * there.
 */
export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", "simple");
  app.use(refuseMalformed, checkHost(parts.allowedHosts, parts.apiKeys));

  const limit = parts.limiter === undefined ? [] : [limitRate(parts.limiter)];
  const guard = [
    ...limit,
    authenticate(parts.apiKeys, parts.sessions),
    refuseReadOnly(parts.consoleReadOnly),
  ];
  const before: Record<Route["access"], RequestHandler[]> = { status: [], open: limit, guarded: guard };

  const routes = routesOf(parts);
  for (const { method, path, access, handlers } of routes)
    app.route(path)[METHOD_CALLS[method]](noteRoute(path), ...before[access], ...handlers);
  for (const path of new Set(routes.map((route) => route.path)))
    app.all(path, noteRoute(path), ...guard, refuseMethod(allowedMethods(routes, path)));
  if (parts.sandbox !== undefined)
    app.use("/sandbox", ...guard, requireIntent(), readAnyBody(), parts.sandbox.handler);

  app.use(consoleFiles(parts.consoleFolder));
  app.use(...guard, (_request, response) =>
    sendProblem(response, "not_found", "There is nothing at this address."),
  );
  app.use(handleErrors(parts.logger));
  return app;
}

const METHOD_CALLS = { GET: "get", POST: "post", PUT: "put", DELETE: "delete" } as const;

function routesOf(parts: AppParts): Route[] {
  return [
    // First, because routes are tried in order and this one is asked most.
    publishRoute(publishWith(parts.publisher)),
    publishBatchRoute(parts.publisher),
    notificationRoute(parts.waiter, parts.desk),
    ...notificationChangeRoutes(parts.desk),
    notificationsRoute(parts.desk),
    eventsRoute(parts.events),
    ...deadLetterRoutes(parts.desk),
    statsRoute(parts.stats),
    findingsRoute(parts.findings),
    livezRoute(),
    readyzRoute(parts.health, { sandbox: parts.sandbox !== undefined, keys: parts.apiKeys.areSet }),
    metricsRoute(parts.metrics),
    openSessionRoute(parts.apiKeys, parts.sessions),
    endSessionRoute(parts.sessions),
    quarantineRoute(parts.quarantine),
    ...channelRoutes(parts.hub, parts.channels),
    ...subscriberRoutes(parts.hub, parts.channels),
    subscriberEventsRoute(parts.hub, parts.streams),
    ...boardRoutes(parts.boards),
    boardRoute(parts.boards, parts.boardWaiter),
    boardEventsRoute(parts.boards, parts.streams),
    liveRoute(parts.live, parts.streams),
    ...recipientsRoutes(parts.people),
    recipientLinkRoute(parts.people),
    ...recipientChangeRoutes(parts.people),
    ...webhooksRoutes(parts.webhooks),
    ...webhookDeliveriesRoutes(parts.webhooks),
    ...notLandedRoutes(),
  ];
}

function allowedMethods(routes: readonly Route[], path: string): string {
  const methods = routes.filter((route) => route.path === path).map((route) => route.method);
  return [...methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])), "OPTIONS"].join(
    ", ",
  );
}

function noteRoute(path: string): RequestHandler {
  return (request, _response, next) => {
    contextOf(request).route = path;
    next();
  };
}

function refuseMethod(allowed: string): RequestHandler {
  return (request, response) => {
    response.setHeader("Allow", allowed);
    if (request.method === "OPTIONS") response.status(204).end();
    else sendProblem(response, "method_not_allowed", `This address takes ${allowed}.`);
  };
}

/** Said once here, because some handlers would call a malformed address unknown and others fail over it. */
const refuseMalformed: RequestHandler = (request, response, next) => {
  if (request.httpVersion === "1.1" && request.headers.host === undefined)
    return sendProblem(response, "bad_request", "A request of HTTP/1.1 needs a Host header.");
  try {
    decodeURIComponent(request.path);
  } catch {
    return sendProblem(response, "bad_request", "The address is not well encoded.");
  }
  next();
};
