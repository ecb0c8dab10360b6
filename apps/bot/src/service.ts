import { Chats, Presence, Recipients, type RedisLink } from "@bellwire/messaging";
import {
  ApiKeys,
  createLogger,
  type Part,
  Parts,
  presentedKey,
  redisSecrets,
  type Service,
  StatusServer,
} from "@bellwire/runtime";
import { type BotConfig, readBotConfig } from "./config.ts";
import { type Foundation, layFoundation } from "./foundation.ts";
import { healthWords } from "./health-words.ts";
import { Intake } from "./intake/intake.ts";
import { buildSending, retentionOf, type Sending } from "./sending.ts";
import { CommandList } from "./updates/command-list.ts";
import { UpdateHandler } from "./updates/update-handler.ts";
import { UpdatePoller } from "./updates/update-poller.ts";
import { ZoneKeeper } from "./updates/zone-keeper.ts";
import type { Send } from "./worker/part-sender.ts";
import { PresenceReporter } from "./worker/presence-reporter.ts";

/** How long the start waits for Redis before it goes on without. */
const FIRST_LOOK_MS = 1000;

/** Of the grace period, for messages that were heard but not admitted. */
const INTAKE_SHARE = 0.25;

export type BotServiceOverrides = {
  /** Sends in Telegram's place, for measurements. */
  send?: Send;
};

/** Builds the bot from its environment; nothing runs before `start`. Throws ConfigError. */
export function createBotService(
  env: Readonly<Record<string, string | undefined>>,
  overrides: BotServiceOverrides = {},
): Service {
  const config = readBotConfig(env);
  const logger = createLogger({ service: "bot", level: config.LOG_LEVEL, secrets: secretsOf(config) });
  const foundation = layFoundation(config, logger);
  const { telegram } = foundation;
  const send = overrides.send ?? ((message, abort) => telegram.send(message, abort));
  const parts = new Parts(logger, partsOf(foundation, buildSending(foundation, send)));
  return {
    logger,
    graceMs: config.GRACE_MS,
    start: () => parts.start(),
    stop: () => parts.stop(config.GRACE_MS),
  };
}

function secretsOf(config: BotConfig): string[] {
  return [config.TELEGRAM_BOT_TOKEN, ...config.API_KEYS, ...redisSecrets(config.REDIS_URL)];
}

/**
 * In the order of starting. Stopping goes backwards, and each has its reason to come before the next:
 * 1. readiness is withdrawn, so that nobody counts on this bot any more;
 * 2. nothing more is taken from the queue: another bot may have it at once, while sends in flight go on;
 * 3. the poll for updates ends, and what was handled is confirmed; so do the smaller things that the lease's holder does;
 * 4. the intake admits what is its own and hands over, needing the lease to give it back;
 * 5. recovery ends, then the sender waits for its last sends and for their outcomes to be settled, while the renewer
 *    keeps their leases;
 * 6. the report is withdrawn, the lease is let go, and the connections close.
 */
function partsOf(foundation: Foundation, sending: Sending): Part[] {
  const { config, logger, health, redis, lease } = foundation;
  const { watch, renewer, sender, recoverer } = sending;
  return [
    buildStatusServer(foundation),
    { name: "redis connection", start: () => firstLook(redis), stop: () => redis.close() },
    watch,
    { name: "intake lease", start: () => lease.start(), stop: async () => void (await lease.stop()) },
    buildReporter(foundation, sending),
    renewer,
    sender,
    recoverer,
    buildIntake(foundation, sending),
    new ZoneKeeper({ chats: chatsOf(foundation), lease, logger }),
    ...(config.TELEGRAM_POLLING ? buildListening(foundation, sending) : []),
    { name: "taking", stop: () => sender.pause() },
    { name: "readiness", stop: () => health.set("service", healthWords.stopping) },
  ];
}

function buildReporter(foundation: Foundation, sending: Sending): Part {
  const { redis, keys, botId, onTelegramReady } = foundation;
  const presence = new Presence(redis, keys.presence);
  const reporter = new PresenceReporter(presence, botId, () => presenceOf(foundation, sending));
  onTelegramReady.push(() => reporter.tell());
  return reporter;
}

/** What web is told of this bot: its health, and figures that only bots know. */
function presenceOf({ config, health, metrics }: Foundation, { watch }: Sending): object {
  return {
    ...health.report(),
    // Part of every link by which people connect. Not there until Telegram said it.
    username: watch.identity?.username,
    limit_per_second: config.TELEGRAM_GLOBAL_PER_SECOND,
    latency: metrics.recentLatency.counts(),
  };
}

/** Most often Redis is there and the parts begin at once; when it is not, they begin without it and wait. */
async function firstLook(redis: RedisLink): Promise<void> {
  await redis.ready(FIRST_LOOK_MS).catch(() => {});
}

function buildStatusServer({ config, health, metrics }: Foundation): Part {
  const apiKeys = new ApiKeys(config.API_KEYS);
  const server = new StatusServer({
    host: config.BOT_HOST,
    port: config.BOT_PORT,
    portVariable: "BOT_PORT",
    health,
    metrics: metrics.registry,
    mayReadMetrics: (request) => apiKeys.letsIn(presentedKey(request)),
  });
  return { name: "status server", start: () => server.start(), stop: () => server.stop() };
}

function buildIntake(foundation: Foundation, { sender }: Sending): Part {
  const { config, redis, keys, botId, lease, metrics, logger, health } = foundation;
  return new Intake({
    config: {
      redisUrl: config.REDIS_URL,
      prefix: config.REDIS_PREFIX,
      channel: config.NOTIFICATION_CHANNEL,
      maxQueued: config.MAX_QUEUED,
      retention: retentionOf(config),
      streamKeep: config.STREAM_KEEP,
      addressing: config.ADDRESSING,
      drainMs: config.GRACE_MS * INTAKE_SHARE,
    },
    ...{ redis, keys, botId, lease, metrics, logger, health },
    onAdmitted: () => sender.wake(),
  });
}

function chatsOf({ redis, config }: Foundation): Chats {
  return new Chats({ redis, prefix: config.REDIS_PREFIX });
}

/** What hears people; the list of commands is told by whoever answers them. */
function buildListening(foundation: Foundation, { queue, watch }: Sending): Part[] {
  const { config, redis, telegram, lease, health, metrics, logger } = foundation;
  const commands = new CommandList({ telegram, lease, logger });
  const handler = new UpdateHandler({
    ...{ telegram, queue, lease, logger },
    chats: chatsOf(foundation),
    recipients: new Recipients({ redis, prefix: config.REDIS_PREFIX }),
    addressing: config.ADDRESSING,
    updates: metrics.updates,
    answers: metrics.answers,
  });
  const poller = new UpdatePoller({
    ...{ telegram, handler, lease, health },
    identity: () => watch.identity,
    onListening: () => commands.tell(),
  });
  return [commands, poller];
}
