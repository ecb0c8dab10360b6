import { randomUUID } from "node:crypto";
import { type Keys, Lease, RedisLink, redisKeys } from "@bellwire/messaging";
import { Health, type Logger } from "@bellwire/runtime";
import type { BotConfig } from "./config.ts";
import { healthWords } from "./health-words.ts";
import { type BotMetrics, createBotMetrics } from "./metrics.ts";
import { TelegramClient } from "./telegram/telegram-client.ts";

/** One bot at a time takes in; so long after it fell silent another one follows. */
const INTAKE_LEASE_MS = 3000;

/** What most parts of the bot stand on. */
export type Foundation = {
  config: BotConfig;
  logger: Logger;
  health: Health;
  metrics: BotMetrics;
  /** A name that no other process ever uses. */
  botId: string;
  keys: Keys;
  redis: RedisLink;
  /** Called, each, whenever the connection to Redis is usable again. */
  onRedisReady: (() => void)[];
  /** Called, each, whenever Telegram takes more calls than before: the first time it has said who this bot is. */
  onTelegramReady: (() => void)[];
  lease: Lease;
  telegram: TelegramClient;
};

/** Builds it; it begins to connect to Redis, and nothing else runs. */
export function layFoundation(config: BotConfig, logger: Logger): Foundation {
  const health = new Health("bot");
  const metrics = createBotMetrics();
  const botId = randomUUID().slice(0, 8);
  const keys = redisKeys(config.REDIS_PREFIX);
  const onRedisReady: (() => void)[] = [];
  const redis = new RedisLink({
    url: config.REDIS_URL,
    name: `bellwire-bot-${botId}`,
    onTrouble: ({ trouble }) => metrics.redisTrouble.add({ connection: "commands", trouble }),
    onReady: () => {
      for (const notify of onRedisReady) notify();
    },
  });
  const telegram = new TelegramClient({
    token: config.TELEGRAM_BOT_TOKEN,
    apiRoot: config.TELEGRAM_API_ROOT,
    timeoutMs: config.SEND_TIMEOUT_MS,
  });
  const lease = buildLease({ logger, health, metrics, botId, keys, redis });
  return {
    ...{ config, logger, health, metrics, botId, keys, redis, onRedisReady, lease, telegram },
    onTelegramReady: [],
  };
}

function buildLease({
  logger,
  health,
  metrics,
  botId,
  keys,
  redis,
}: Pick<Foundation, "logger" | "health" | "metrics" | "botId" | "keys" | "redis">): Lease {
  health.set("intake", healthWords.intake("unknown"));
  const lease = new Lease({
    redis,
    key: keys.intakeLease,
    tenureKey: keys.intakeTenure,
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
  return lease;
}
