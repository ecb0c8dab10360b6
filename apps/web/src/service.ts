import type { RequestListener } from "node:http";
import { fileURLToPath } from "node:url";
import {
  Acceptance,
  createRateLimiter,
  expiringTokens,
  type Hub,
  Quarantine,
  RedisLink,
  type RedisTrouble,
  redisKeys,
} from "@bellwire/messaging";
import {
  ApiKeys,
  createLogger,
  createMetrics,
  Health,
  type Logger,
  type Metrics,
  type Part,
  Parts,
  type Service,
} from "@bellwire/runtime";
import { readConfig, type WebConfig } from "./config.ts";
import { FindingsWatch } from "./findings/findings-watch.ts";
import type { EventStreamLimits } from "./http/event-streams.ts";
import { PushedStreams, type PushedStreamsLimits } from "./http/pushed-streams.ts";
import { createRequestListener } from "./http/request-listener.ts";
import { ownChannels } from "./http/routes/channel-names.ts";
import { createSandboxProxy } from "./http/sandbox-proxy.ts";
import { HTTP_TIMEOUTS, HttpServer, type HttpTimeouts } from "./http/server.ts";
import { SESSION_SECONDS } from "./http/session-cookie.ts";
import { buildHub } from "./hub/build-hub.ts";
import { buildLive } from "./live/build-live.ts";
import { countingAcceptance } from "./publishing/counting-acceptance.ts";
import { createPublisher } from "./publishing/publish-notification.ts";
import { ReadinessWatch } from "./readiness/readiness-watch.ts";
import { buildRecipients } from "./recipients/build-recipients.ts";
import { buildRecords } from "./records/build-records.ts";
import { buildWebhooks } from "./webhooks/build-webhooks.ts";

export type WebService = Service & {
  /** The port it listens on, once started. */
  readonly port: number;
};

export type WebServiceOverrides = {
  timeouts?: Partial<HttpTimeouts>;
  readinessEveryMs?: number;
  /** Bounds and times of `GET /events`. */
  eventStreams?: EventStreamLimits;
  /** Bounds and times of `GET /live` and its kind. */
  pushedStreams?: PushedStreamsLimits;
  /** Requests that may wait for a change at a time. */
  maxWatchers?: number;
  /** Folder of the built page. */
  consoleFolder?: string;
  logger?: Logger;
};

/** As many as there may be connections. */
const WATCHERS_MAX = 10_000;
/** Kept of the grace for closing Redis after the last request. */
const CLOSING_MS = 500;
/** A Redis that is there answers long before; one that is not must not keep the service from saying so. */
const FIRST_CONNECT_MS = 1000;

/**
 * Builds the web service from its environment; it begins to connect to Redis and listens once started.
 * @throws ConfigError that names every malformed variable
 */
export function createWebService(
  env: Readonly<Record<string, string | undefined>>,
  overrides: WebServiceOverrides = {},
): WebService {
  const config = readConfig(env);
  const logger =
    overrides.logger ?? createLogger({ service: "web", level: config.logLevel, secrets: config.secrets });
  const health = new Health("web");
  health.set("redis", { status: "fail", words: "Redis was not asked yet.", remedy: "Wait a moment." });
  const { server, inOrder } = buildParts(config, { logger, health, overrides });
  const parts = new Parts(logger, inOrder);
  return {
    logger,
    graceMs: config.graceMs,
    start: () => parts.start(),
    async stop() {
      health.set("process", {
        status: "fail",
        words: "This service is stopping.",
        remedy: "Start it again.",
      });
      await parts.stop(config.graceMs);
    },
    get port() {
      return server.port;
    },
  };
}

type Basis = { logger: Logger; health: Health; overrides: WebServiceOverrides };

function buildParts(config: WebConfig, { logger, health, overrides }: Basis) {
  const keys = redisKeys(config.prefix);
  const metrics = createMetrics("web");
  const { redis, connectionTrouble, part: redisPart } = connectRedis(config, logger);
  const { hub, boards, boardWaiter, part: hubPart } = buildHub(config, redis, () => onHubChange());
  const { eventStreams, maxWatchers = WATCHERS_MAX, readinessEveryMs: everyMs } = overrides;
  const records = buildRecords({ config, redis, keys, metrics, hub, eventStreams, maxWatchers });
  const basis = { redis, tail: records.tail, health, metrics, logger };
  const { webhooks, parts: webhookParts } = buildWebhooks(config, basis);
  const channels = ownChannels(config.channel, config.prefix);
  const findings = new FindingsWatch({
    redis,
    hub,
    stats: records.stats,
    health,
    isOwn: channels.isInternal,
    webhooks: webhooks.host === undefined ? undefined : webhooks.desk,
  });
  const { feed, onHubChange } = buildLive({
    ...{ hub, boards, findings, events: records, stats: records.stats },
    readOnly: config.consoleReadOnly,
    sandbox: config.sandboxUrl !== undefined,
  });
  const streams = new PushedStreams(metrics, overrides.pushedStreams);
  const sandbox = config.sandboxUrl && createSandboxProxy(config.sandboxUrl);
  const handler = createRequestListener({
    apiKeys: new ApiKeys(config.apiKeys),
    allowedHosts: config.allowedHosts,
    consoleReadOnly: config.consoleReadOnly,
    consoleFolder: overrides.consoleFolder ?? fileURLToPath(new URL("../console/dist/", import.meta.url)),
    sessions: expiringTokens(redis, keys.session, SESSION_SECONDS),
    publisher: createPublisher({
      acceptance: buildAcceptance(config, redis, hub),
      metrics,
      addressing: config.addressing,
    }),
    ...records,
    ...{ hub, channels, boards, boardWaiter, findings, webhooks, live: feed, streams },
    quarantine: new Quarantine(redis, keys.quarantine),
    people: buildRecipients(redis, keys, config.prefix),
    ...{ health, metrics, logger },
    ...(config.rateLimitPerSecond > 0 && {
      limiter: createRateLimiter(redis, keys.rate, config.rateLimitPerSecond),
    }),
    ...(sandbox && { sandbox }),
  });
  const server = buildServer(config, overrides, metrics, handler);
  const watch = new ReadinessWatch({
    ...{ redis, keys, health, connectionTrouble },
    ...(everyMs !== undefined && { everyMs }),
  });
  const lasting = [records.waiter, boardWaiter, records.events, streams, ...(sandbox ? [sandbox] : [])];
  const inOrder: Part[] = [
    redisPart,
    hubPart,
    { name: "event tail", start: () => records.tail.start(), stop: () => records.tail.stop() },
    { name: "readiness", start: () => watch.start(), stop: () => watch.stop() },
    { name: "depth", start: () => records.gauges.start(), stop: () => records.gauges.stop() },
    ...webhookParts,
    { name: "sandbox proxy", stop: () => sandbox?.close() },
    httpPart(server, lasting, () => logger.info({ host: config.host, port: server.port }, "listening")),
  ];
  return { server, inOrder };
}

/** @param lasting what lasts by its nature: it ends now, while requests that only take a moment finish */
function httpPart(server: HttpServer, lasting: readonly { drain(): void }[], onListening: () => void): Part {
  return {
    name: "http",
    async start() {
      await server.start();
      onListening();
    },
    async stop() {
      for (const each of lasting) each.drain();
      await server.stop();
    },
  };
}

/** What it publishes on the notification channel is counted with what is published on others. */
function buildAcceptance({ prefix, channel, maxQueued }: WebConfig, redis: RedisLink, hub: Hub) {
  const acceptance = new Acceptance({ redis, prefix, channel, maxWaiting: maxQueued });
  return countingAcceptance(acceptance, hub, channel);
}

function buildServer(
  config: WebConfig,
  { timeouts }: WebServiceOverrides,
  metrics: Metrics,
  handler: RequestListener,
): HttpServer {
  const refusals = metrics.counter("http_refusals_total", "Refused before any route could see it", ["code"]);
  return new HttpServer({
    host: config.host,
    port: config.port,
    timeouts: { ...HTTP_TIMEOUTS, ...timeouts },
    drainMs: Math.max(config.graceMs - CLOSING_MS, config.graceMs / 2),
    handler,
    onRefusal: (code) => refusals.add({ code }),
  });
}

/** A connection whose troubles are logged once each, not once per attempt to reconnect. */
function connectRedis(config: WebConfig, logger: Logger) {
  let last: RedisTrouble | undefined;
  const redis = new RedisLink({
    url: config.redisUrl,
    name: "bellwire-web",
    onTrouble: ({ trouble, message }) => {
      if (trouble !== last) logger.warn({ trouble }, message);
      last = trouble;
    },
    onReady: () => {
      last = undefined;
    },
  });
  const part: Part = {
    name: "redis",
    start: () => redis.ready(FIRST_CONNECT_MS).catch(() => logger.warn("Redis is not there yet")),
    stop: () => redis.close(),
  };
  return { redis, connectionTrouble: () => last, part };
}
