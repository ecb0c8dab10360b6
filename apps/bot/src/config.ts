import { redisKeys } from "@bellwire/messaging";
import {
  environment,
  hostVariable,
  readEnvironment,
  serviceVariables,
  withServiceRules,
} from "@bellwire/runtime";
import { z } from "zod";

const { address, flag, integer, oneOf, text } = environment;

const variables = z.object({
  ...serviceVariables,
  BOT_HOST: hostVariable(),
  BOT_PORT: integer({ min: 0, max: 65_535, fallback: 3001 }),
  // Telegram accepts tokens of up to 80 characters; the shape is the bot's id, a colon, a secret.
  TELEGRAM_BOT_TOKEN: text(
    /^\d{1,16}:[A-Za-z0-9_-]{20,63}$/,
    "a bot token as BotFather gives it: digits, a colon, letters",
  ),
  TELEGRAM_API_ROOT: address(["http", "https"]).default("https://api.telegram.org"),
  TELEGRAM_POLLING: flag(true),
  SEND_CONCURRENCY: integer({ min: 1, max: 1000, fallback: 32 }),
  SEND_TIMEOUT_MS: integer({ min: 1000, max: 600_000, fallback: 30_000 }),
  MAX_ATTEMPTS: integer({ min: 1, max: 100, fallback: 12 }),
  LEASE_MS: integer({ min: 1000, max: 3_600_000, fallback: 30_000 }),
  // Telegram's limits as the governor believes them; 0 turns one off.
  TELEGRAM_GLOBAL_PER_SECOND: integer({ min: 0, max: 10_000, fallback: 30 }),
  TELEGRAM_CHAT_INTERVAL_MS: integer({ min: 0, max: 600_000, fallback: 1000 }),
  TELEGRAM_GROUP_PER_MINUTE: integer({ min: 0, max: 10_000, fallback: 20 }),
  STREAM_KEEP: integer({ min: 0, max: 100_000_000, fallback: 100_000 }),
  // Where an integer that no chat is linked to goes: to the chat of that id, or nowhere until one is.
  ADDRESSING: oneOf(["direct", "linked"], "direct"),
});

const botEnvironment = withServiceRules(variables, "BOT_HOST", (prefix) => redisKeys(prefix).botsChannel);

export type BotConfig = z.output<typeof botEnvironment>;

/** Reads the bot's environment, once. Throws ConfigError that names everything wrong with it. */
export function readBotConfig(env: Readonly<Record<string, string | undefined>>): BotConfig {
  const config = readEnvironment(botEnvironment, env, ["TELEGRAM_BOT_TOKEN", "API_KEYS"]);
  return { ...config, TELEGRAM_API_ROOT: withTrailingSlash(config.TELEGRAM_API_ROOT) };
}

/** Without it the last part of a path in the address would be dropped when a method is appended. */
function withTrailingSlash(root: string): string {
  return root.endsWith("/") ? root : `${root}/`;
}
