import { isIPv4 } from "node:net";
import { redisKeys } from "@bellwire/messaging";
import { ConfigError, environment, readEnvironment } from "@bellwire/runtime";
import { z } from "zod";
import { type AllowedHost, readAllowedHost } from "./http/allowed-hosts.ts";

export type WebConfig = {
  host: string;
  /** 0 picks a free one. */
  port: number;
  redisUrl: string;
  channel: string;
  prefix: string;
  /** Empty: nobody needs a key. */
  apiKeys: readonly string[];
  allowedHosts: readonly AllowedHost[];
  /** 0: no limit. */
  rateLimitPerSecond: number;
  consoleReadOnly: boolean;
  graceMs: number;
  logLevel: string;
  /** Base address of the sandbox; absent when the bot talks to the real Telegram. */
  sandboxUrl?: URL;
  /** What must never be logged. */
  secrets: readonly string[];
};

type Environment = Readonly<Record<string, string | undefined>>;

const API_KEY_MIN_CHARACTERS = 16;
const LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"];
const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const schema = z.object({
  HOST: environment
    .text(/^[A-Za-z0-9.:_-]{1,255}$/, "a name or address without a port, such as 127.0.0.1 or ::1")
    .default("127.0.0.1"),
  PORT: environment.integer({ min: 0, max: 65_535, fallback: 3000 }),
  REDIS_URL: environment.address(["redis", "rediss"]).default("redis://127.0.0.1:6379"),
  NOTIFICATION_CHANNEL: environment
    .text(/^\S{1,256}$/, "1 to 256 characters without spaces")
    .default("notification"),
  REDIS_PREFIX: environment
    .text(/^[A-Za-z0-9_.:{}-]{1,128}$/, "1 to 128 of the characters A-Z a-z 0-9 _ . : { } -")
    .default("notification"),
  API_KEYS: environment
    .list()
    .refine(
      (keys) => keys.length > 0 && keys.every((key) => /^[\x21-\x7e]{16,}$/.test(key)),
      `expected comma-separated keys of at least ${API_KEY_MIN_CHARACTERS} printable characters without spaces`,
    )
    .optional(),
  ALLOW_OPEN: environment.flag(false),
  ALLOWED_HOSTS: environment
    .list()
    .refine(
      (entries) => entries.length > 0 && entries.every((entry) => readAllowedHost(entry) !== undefined),
      "expected comma-separated host names, each with or without a port, such as bellwire.example,10.0.0.7:3000",
    )
    .optional(),
  RATE_LIMIT_PER_SECOND: environment.integer({ min: 0, max: 1_000_000, fallback: 0 }),
  CONSOLE_READ_ONLY: environment.flag(false),
  GRACE_MS: environment.integer({ min: 0, max: 3_600_000, fallback: 20_000 }),
  LOG_LEVEL: environment.oneOf(LOG_LEVELS, "info"),
  SANDBOX_URL: environment.address(["http"]).optional(),
});

/** Reads the environment of this service. @throws ConfigError that names everything wrong at once. */
export function readConfig(source: Environment): WebConfig {
  const together = problemsBetweenVariables(source);
  let values: z.output<typeof schema>;
  try {
    values = readEnvironment(schema, source, ["API_KEYS"]);
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError([...error.problems, ...together]);
    throw error;
  }
  if (together.length > 0) throw new ConfigError(together);
  const apiKeys = values.API_KEYS ?? [];
  const { password } = new URL(values.REDIS_URL);
  return {
    host: values.HOST,
    port: values.PORT,
    redisUrl: values.REDIS_URL,
    channel: values.NOTIFICATION_CHANNEL,
    prefix: values.REDIS_PREFIX,
    apiKeys,
    allowedHosts: (values.ALLOWED_HOSTS ?? LOOPBACK_HOSTS).flatMap((entry) => readAllowedHost(entry) ?? []),
    rateLimitPerSecond: values.RATE_LIMIT_PER_SECOND,
    consoleReadOnly: values.CONSOLE_READ_ONLY,
    graceMs: values.GRACE_MS,
    logLevel: values.LOG_LEVEL,
    ...(values.SANDBOX_URL !== undefined && { sandboxUrl: new URL(values.SANDBOX_URL) }),
    secrets: [...apiKeys, password, decodePassword(password)],
  };
}

/**
 * What single variables cannot tell. Looks at the raw values, so that it is reported together with what is wrong
 * in single ones.
 */
function problemsBetweenVariables(source: Environment): string[] {
  const value = (name: string) => source[name]?.trim() ?? "";
  const problems: string[] = [];
  const host = value("HOST") || "127.0.0.1";
  const hasKeys = value("API_KEYS") !== "" || value("API_KEYS_FILE") !== "";
  if (!isLoopback(host) && !hasKeys && value("ALLOW_OPEN") !== "true") {
    problems.push(
      "HOST: this address can be reached from other machines, and without API_KEYS anybody there could send " +
        "messages: set API_KEYS, or ALLOW_OPEN=true if that is meant, or leave HOST at 127.0.0.1",
    );
  }
  const { botsChannel } = redisKeys(value("REDIS_PREFIX") || "notification");
  if (value("NOTIFICATION_CHANNEL") === botsChannel)
    problems.push("NOTIFICATION_CHANNEL: expected another name; Bellwire itself uses this one");
  return problems;
}

function isLoopback(host: string): boolean {
  return host.toLowerCase() === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}

function decodePassword(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
