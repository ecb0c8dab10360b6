import { redisKeys } from "@bellwire/messaging";
import {
  environment,
  hostVariable,
  readEnvironment,
  redisSecrets,
  serviceVariables,
  withServiceRules,
} from "@bellwire/runtime";
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
  /** So many notifications may wait. */
  maxQueued: number;
  graceMs: number;
  logLevel: string;
  /** Base address of the sandbox; absent when the bot talks to the real Telegram. */
  sandboxUrl?: URL;
  /** What must never be logged. */
  secrets: readonly string[];
};

const LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"];

const variables = z.object({
  ...serviceVariables,
  HOST: hostVariable(),
  PORT: environment.integer({ min: 0, max: 65_535, fallback: 3000 }),
  ALLOWED_HOSTS: environment
    .list()
    .refine(
      (entries) => entries.length > 0 && entries.every((entry) => readAllowedHost(entry) !== undefined),
      "expected comma-separated host names, each with or without a port, such as bellwire.example,10.0.0.7:3000",
    )
    .optional(),
  RATE_LIMIT_PER_SECOND: environment.integer({ min: 0, max: 1_000_000, fallback: 0 }),
  CONSOLE_READ_ONLY: environment.flag(false),
  SANDBOX_URL: environment.address(["http"]).optional(),
});

const webEnvironment = withServiceRules(variables, "HOST", (prefix) => redisKeys(prefix).botsChannel);

/** Reads the environment of this service. @throws ConfigError that names everything wrong at once. */
export function readConfig(source: Readonly<Record<string, string | undefined>>): WebConfig {
  const values = readEnvironment(webEnvironment, source, ["API_KEYS"]);
  return {
    host: values.HOST,
    port: values.PORT,
    redisUrl: values.REDIS_URL,
    channel: values.NOTIFICATION_CHANNEL,
    prefix: values.REDIS_PREFIX,
    apiKeys: values.API_KEYS,
    allowedHosts: (values.ALLOWED_HOSTS ?? LOOPBACK_HOSTS).flatMap((entry) => readAllowedHost(entry) ?? []),
    rateLimitPerSecond: values.RATE_LIMIT_PER_SECOND,
    consoleReadOnly: values.CONSOLE_READ_ONLY,
    maxQueued: values.MAX_QUEUED,
    graceMs: values.GRACE_MS,
    logLevel: values.LOG_LEVEL,
    ...(values.SANDBOX_URL !== undefined && { sandboxUrl: new URL(values.SANDBOX_URL) }),
    secrets: [...values.API_KEYS, ...redisSecrets(values.REDIS_URL)],
  };
}
