import { ConfigError, environment, isLoopback, readEnvironment } from "@bellwire/runtime";
import { z } from "zod";

const { address, flag, integer, list, oneOf, text } = environment;

const NAME = /^[\x21-\x7e]{1,256}$/;

const botEnvironment = z.object({
  REDIS_URL: address(["redis", "rediss"]).default("redis://127.0.0.1:6379"),
  NOTIFICATION_CHANNEL: text(NAME, "1 to 256 printable characters without spaces").default("notification"),
  REDIS_PREFIX: text(NAME, "1 to 256 printable characters without spaces").default("notification"),
  BOT_HOST: text(/^[\w.:-]+$/, "a host name or an address").default("127.0.0.1"),
  BOT_PORT: integer({ min: 0, max: 65_535, fallback: 3001 }),
  API_KEYS: list().default([]),
  ALLOW_OPEN: flag(false),
  // Telegram accepts tokens of up to 80 characters; the shape is the bot's id, a colon, a secret.
  TELEGRAM_BOT_TOKEN: text(
    /^\d{1,16}:[A-Za-z0-9_-]{20,63}$/,
    "a bot token as BotFather gives it: digits, a colon, letters",
  ),
  TELEGRAM_API_ROOT: address(["http", "https"]).default("https://api.telegram.org"),
  TELEGRAM_POLLING: flag(true),
  SEND_CONCURRENCY: integer({ min: 1, max: 1000, fallback: 32 }),
  SEND_TIMEOUT_MS: integer({ min: 1000, max: 600_000, fallback: 30_000 }),
  GRACE_MS: integer({ min: 0, max: 600_000, fallback: 20_000 }),
  LOG_LEVEL: oneOf(["fatal", "error", "warn", "info", "debug", "trace", "silent"], "info"),
});

export type BotConfig = z.output<typeof botEnvironment>;

/** Shorter keys can be guessed. */
const KEY_LENGTH = 16;

/** Reads the bot's environment, once. Throws ConfigError that names everything wrong with it. */
export function readBotConfig(env: Readonly<Record<string, string | undefined>>): BotConfig {
  const config = readEnvironment(botEnvironment, env, ["TELEGRAM_BOT_TOKEN", "API_KEYS"]);
  const problems: string[] = [];
  if (config.API_KEYS.some((key) => key.length < KEY_LENGTH)) {
    problems.push(`API_KEYS: expected keys of ${KEY_LENGTH} characters or more`);
  }
  if (!isLoopback(config.BOT_HOST) && config.API_KEYS.length === 0 && !config.ALLOW_OPEN) {
    problems.push("BOT_HOST: beyond the loopback only with API_KEYS set, or ALLOW_OPEN=true");
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...config, TELEGRAM_API_ROOT: withTrailingSlash(config.TELEGRAM_API_ROOT) };
}

/** Without it the last part of a path in the address would be dropped when a method is appended. */
function withTrailingSlash(root: string): string {
  return root.endsWith("/") ? root : `${root}/`;
}
