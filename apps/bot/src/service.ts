import { randomUUID } from "node:crypto";
import { ChannelSubscription, Lease, Presence, Quarantine, RedisLink, redisKeys } from "@bellwire/messaging";
import {
  ApiKeys,
  createLogger,
  Health,
  type Logger,
  type Part,
  Parts,
  presentedKey,
  redisSecrets,
  type Service,
  StatusServer,
} from "@bellwire/runtime";
import { type BotConfig, readBotConfig } from "./config.ts";
import { healthWords } from "./health-words.ts";
import { ChannelIntake } from "./intake/channel-intake.ts";
import { QuarantineWriter } from "./intake/quarantine-writer.ts";
import { type BotMetrics, createBotMetrics } from "./metrics.ts";
import { TelegramClient } from "./telegram/telegram-client.ts";
import { UpdatePoller } from "./updates/update-poller.ts";
import { DirectSender } from "./worker/direct-sender.ts";
import { PresenceReporter } from "./worker/presence-reporter.ts";
import { TelegramWatch } from "./worker/telegram-watch.ts";

/** One bot at a time takes in; so long after it fell silent another one follows. */
const INTAKE_LEASE_MS = 3000;

/** What was heard and not begun. Beyond it messages are dropped and counted. */
const BUFFER_BYTES = 64 * 1024 * 1024;

/** How long the start waits for Redis before it goes on without. */
const FIRST_LOOK_MS = 1000;

/**
 * Shares of the grace period: for messages that were heard but not begun, and for those in flight. The rest is for
 * taking leave of Redis, so that nobody has to wait for a lease to run out.
 */
const INTAKE_SHARE = 0.25;
const SENDS_SHARE = 0.6;

/** Builds the bot from its environment; nothing runs before `start`. Throws ConfigError. */
export function createBotService(env: Readonly<Record<string, string | undefined>>): Service {
  const config = readBotConfig(env);
  const logger = createLogger({ service: "bot", level: config.LOG_LEVEL, secrets: secretsOf(config) });
  for (const variable of config.withoutEffect) logger.warn({ variable }, "this variable has no effect yet");
  const parts = new Parts(logger, buildParts(config, logger));
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

/** What most parts need. */
type Base = {
  config: BotConfig;
  logger: Logger;
  health: Health;
  metrics: BotMetrics;
  botId: string;
  keys: ReturnType<typeof redisKeys>;
  redis: RedisLink;
  lease: Lease;
  telegram: TelegramClient;
  watch: TelegramWatch;
};

/** In the order of starting. Stopping goes backwards: no new work first, then what is in hand, then the connections. */
function buildParts(config: BotConfig, logger: Logger): Part[] {
  const base = buildBase(config, logger);
  const { health, redis, lease, watch, keys, botId } = base;
  const sender = buildSender(base);
  return [
    buildStatusServer(base),
    { name: "redis connection", start: () => firstLook(redis), stop: () => redis.close() },
    watch,
    { name: "intake lease", start: () => lease.start(), stop: async () => void (await lease.stop()) },
    new PresenceReporter(new Presence(redis, keys.presence), botId, health),
    sender,
    ...buildIntake(base, sender),
    ...(config.TELEGRAM_POLLING ? [buildPoller(base)] : []),
    { name: "readiness", stop: () => health.set("service", healthWords.stopping) },
  ];
}

/** Most often Redis is there and the parts begin at once; when it is not, they begin without it and wait. */
async function firstLook(redis: RedisLink): Promise<void> {
  await redis.ready(FIRST_LOOK_MS).catch(() => {});
}

function buildBase(config: BotConfig, logger: Logger): Base {
  const health = new Health("bot");
  const metrics = createBotMetrics();
  const botId = randomUUID().slice(0, 8);
  const keys = redisKeys(config.REDIS_PREFIX);
  const redis = new RedisLink({
    url: config.REDIS_URL,
    name: `bellwire-bot-${botId}`,
    onTrouble: ({ trouble }) => metrics.redisTrouble.add({ connection: "commands", trouble }),
  });
  health.set("intake", healthWords.intake("unknown"));
  const lease = new Lease({
    redis,
    key: keys.intakeLease,
    owner: botId,
    leaseMs: INTAKE_LEASE_MS,
    announceOn: keys.botsChannel,
    onTrouble: ({ trouble }) => {
      metrics.redisTrouble.add({ connection: "lease", trouble });
      health.set("intake", healthWords.intake(lease.state, trouble));
    },
    onChange: (state) => {
      health.set("intake", healthWords.intake(state));
      logger.info({ state }, "intake lease");
    },
  });
  const telegram = new TelegramClient({
    token: config.TELEGRAM_BOT_TOKEN,
    apiRoot: config.TELEGRAM_API_ROOT,
    timeoutMs: config.SEND_TIMEOUT_MS,
  });
  const watch = new TelegramWatch({ getMe: () => telegram.getMe(), health, logger });
  return { config, logger, health, metrics, botId, keys, redis, lease, telegram, watch };
}

function buildStatusServer({ config, health, metrics }: Base): Part {
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

function buildSender({ config, telegram, watch, metrics, logger }: Base): DirectSender {
  const sender = new DirectSender({
    sendMessage: (chatId, text) => telegram.sendMessage(chatId, text),
    concurrency: config.SEND_CONCURRENCY,
    drainMs: config.GRACE_MS * SENDS_SHARE,
    onOutcome: (outcome) => watch.note(outcome),
    outcomes: metrics.sends,
    sendSeconds: metrics.sendSeconds,
    logger,
  });
  metrics.gauge("sends_in_flight", "Notifications being sent now", () => sender.inFlight);
  return sender;
}

function buildIntake(
  { config, logger, health, metrics, botId, keys, redis, lease, watch }: Base,
  sender: DirectSender,
): Part[] {
  const channel = config.NOTIFICATION_CHANNEL;
  health.set("subscription", healthWords.subscription("connecting", channel));
  const subscription = new ChannelSubscription({
    url: config.REDIS_URL,
    name: `bellwire-bot-${botId}-channel`,
    channels: [channel, keys.botsChannel],
    ownChannel: (generation) => keys.subscriptionChannel(botId, generation),
    redis,
    maxBufferBytes: BUFFER_BYTES,
    onStatus: (status) => {
      health.set("subscription", healthWords.subscription(status, channel));
      logger.info({ status, channel }, "subscription");
    },
    onTrouble: ({ trouble }) => {
      metrics.redisTrouble.add({ connection: "channel", trouble });
      health.set("subscription", healthWords.subscription(subscription.status, channel, trouble));
    },
  });
  metrics.gauge(
    "intake_buffer_bytes",
    "Memory taken by messages heard and not read yet",
    () => subscription.buffered.bytes,
  );
  metrics.gauge(
    "intake_buffer_dropped",
    "Messages dropped because the buffer was full",
    () => subscription.buffered.dropped,
  );
  const quarantine = new QuarantineWriter({
    quarantine: new Quarantine(redis, keys.quarantine),
    logger,
    malformed: metrics.malformed,
    dropped: metrics.dropped,
  });
  const intake = new ChannelIntake({
    subscription,
    channel,
    botsChannel: keys.botsChannel,
    botId,
    lease,
    isSendable: () => watch.isUsable,
    deliver: (notification) => sender.deliver(notification),
    quarantine,
    received: metrics.received,
    dropped: metrics.dropped,
    logger,
    drainMs: config.GRACE_MS * INTAKE_SHARE,
  });
  return [quarantine, intake];
}

function buildPoller({ telegram, watch, lease, health, metrics, logger }: Base): Part {
  return new UpdatePoller({
    telegram,
    identity: () => watch.identity,
    lease,
    health,
    updates: metrics.updates,
    logger,
  });
}
