import { redisKeys } from "@bellwire/messaging";
import { environment, isLoopback, readEnvironment } from "@bellwire/runtime";
import { z } from "zod";

const { address, flag, integer, list, oneOf, redisAddress, text } = environment;

/** Shorter keys can be guessed. */
const KEY_LENGTH = 16;

const variables = z.object({
  REDIS_URL: redisAddress().default("redis://127.0.0.1:6379"),
  // What both services read, both read alike.
  NOTIFICATION_CHANNEL: text(/^\S{1,256}$/, "1 to 256 characters without spaces").default("notification"),
  REDIS_PREFIX: text(
    /^[A-Za-z0-9_.:{}-]{1,128}$/,
    "1 to 128 of the characters A-Z a-z 0-9 _ . : { } -",
  ).default("notification"),
  BOT_HOST: text(/^[\w.:-]+$/, "a host name or an address").default("127.0.0.1"),
  BOT_PORT: integer({ min: 0, max: 65_535, fallback: 3001 }),
  API_KEYS: list()
    .refine(
      (keys) => keys.every((key) => key.length >= KEY_LENGTH),
      `expected keys of ${KEY_LENGTH} characters or more`,
    )
    .default([]),
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
  GRACE_MS: integer({ min: 0, max: 3_600_000, fallback: 20_000 }),
  LOG_LEVEL: oneOf(["fatal", "error", "warn", "info", "debug", "trace", "silent"], "info"),
});

/** Judged even when other variables are wrong, so that everything is reported at once. */
const botEnvironment = variables
  .refine(
    ({ BOT_HOST, API_KEYS, ALLOW_OPEN }) =>
      typeof BOT_HOST !== "string" || isLoopback(BOT_HOST) || API_KEYS?.length > 0 || ALLOW_OPEN !== false,
    {
      path: ["BOT_HOST"],
      message: "beyond the loopback only with API_KEYS set, or ALLOW_OPEN=true",
      when: () => true,
    },
  )
  .refine(
    ({ NOTIFICATION_CHANNEL, REDIS_PREFIX }) => NOTIFICATION_CHANNEL !== redisKeys(REDIS_PREFIX).botsChannel,
    {
      path: ["NOTIFICATION_CHANNEL"],
      message: "expected another name; Bellwire itself uses this one",
      when: () => true,
    },
  );

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
