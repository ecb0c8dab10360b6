import { fileURLToPath } from "node:url";
import {
  Acceptance,
  createRateLimiter,
  DeliveryDesk,
  EventLog,
  EventTail,
  expiringTokens,
  type Keys,
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
  Parts,
  type Service,
} from "@bellwire/runtime";
import { readConfig, type WebConfig } from "./config.ts";
import { createEventStreams, type EventStreamLimits } from "./http/event-streams.ts";
import { createRequestListener } from "./http/request-listener.ts";
import { createSandboxProxy } from "./http/sandbox-proxy.ts";
import { HTTP_TIMEOUTS, HttpServer, type HttpTimeouts } from "./http/server.ts";
import { SESSION_SECONDS } from "./http/session-cookie.ts";
import { createPublisher } from "./publishing/publish-notification.ts";
import { ReadinessWatch } from "./readiness/readiness-watch.ts";
import { ChangeWatch } from "./records/change-watch.ts";
import { DepthGauges } from "./records/depth-gauges.ts";
import { RecordWaiter } from "./records/record-waiter.ts";
import { StatsReader } from "./records/stats-reader.ts";

export type WebService = Service & {
  /** The port it listens on, once started. */
  readonly port: number;
};

export type WebServiceOverrides = {
  timeouts?: Partial<HttpTimeouts>;
  readinessEveryMs?: number;
  /** Bounds and times of `GET /events`. */
  eventStreams?: EventStreamLimits;
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
  const { redis, records, watch, server, sandbox } = buildParts(config, { logger, health, overrides });
  const parts = new Parts(logger, [
    {
      name: "redis",
      start: () => redis.ready(FIRST_CONNECT_MS).catch(() => logger.warn("Redis is not there yet")),
      stop: () => redis.close(),
    },
    { name: "event tail", start: () => records.tail.start(), stop: () => records.tail.stop() },
    { name: "readiness", start: () => watch.start(), stop: () => watch.stop() },
    { name: "depth", start: () => records.gauges.start(), stop: () => records.gauges.stop() },
    {
      name: "http",
      start: async () => {
        await server.start();
        logger.info({ host: config.host, port: server.port }, "listening");
      },
      stop: async () => {
        // What lasts by its nature ends now; requests that only take a moment finish.
        records.waiter.drain();
        records.events.drain();
        sandbox?.drain();
        await server.stop();
        sandbox?.close();
      },
    },
  ]);
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
  const { redis, connectionTrouble } = connectRedis(config, logger);
  const records = buildRecords(config, overrides, { redis, keys, metrics });
  const acceptance = new Acceptance({
    redis,
    prefix: config.prefix,
    channel: config.channel,
    maxWaiting: config.maxQueued,
  });
  const sandbox = config.sandboxUrl && createSandboxProxy(config.sandboxUrl);
  const handler = createRequestListener({
    apiKeys: new ApiKeys(config.apiKeys),
    allowedHosts: config.allowedHosts,
    consoleReadOnly: config.consoleReadOnly,
    consoleFolder: overrides.consoleFolder ?? fileURLToPath(new URL("../console/dist/", import.meta.url)),
    sessions: expiringTokens(redis, keys.session, SESSION_SECONDS),
    publisher: createPublisher({ acceptance, metrics }),
    desk: records.desk,
    waiter: records.waiter,
    events: records.events,
    stats: records.stats,
    quarantine: new Quarantine(redis, keys.quarantine),
    health,
    metrics,
    logger,
    ...(config.rateLimitPerSecond > 0 && {
      limiter: createRateLimiter(redis, keys.rate, config.rateLimitPerSecond),
    }),
    ...(sandbox && { sandbox }),
  });
  const refusals = metrics.counter("http_refusals_total", "Refused before any route could see it", ["code"]);
  const server = new HttpServer({
    host: config.host,
    port: config.port,
    timeouts: { ...HTTP_TIMEOUTS, ...overrides.timeouts },
    drainMs: Math.max(config.graceMs - CLOSING_MS, config.graceMs / 2),
    handler,
    onRefusal: (code) => refusals.add({ code }),
  });
  const watch = new ReadinessWatch({
    redis,
    keys,
    health,
    connectionTrouble,
    ...(overrides.readinessEveryMs !== undefined && { everyMs: overrides.readinessEveryMs }),
  });
  return { redis, records, watch, server, sandbox };
}

/** What tells of notifications that were accepted: their records, and the stream of their changes. */
function buildRecords(
  config: WebConfig,
  { eventStreams, maxWatchers = WATCHERS_MAX }: WebServiceOverrides,
  { redis, keys, metrics }: { redis: RedisLink; keys: Keys; metrics: Metrics },
) {
  const desk = new DeliveryDesk({ redis, prefix: config.prefix });
  const log = new EventLog(redis, keys.events);
  const tail = new EventTail({ url: config.redisUrl, name: "bellwire-web-events", key: keys.events, log });
  const watch = new ChangeWatch({ tail, maxWatchers });
  metrics.gauge("notification_watchers", "Requests that wait for a change of a notification", {
    read: () => watch.watchers,
  });
  return {
    desk,
    tail,
    waiter: new RecordWaiter({ desk, watch }),
    events: createEventStreams({ tail, log, metrics, ...eventStreams }),
    stats: new StatsReader({ redis, keys, desk }),
    gauges: new DepthGauges({ stats: () => desk.stats(), metrics }),
  };
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
  return { redis, connectionTrouble: () => last };
}
