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
import { isWebhookAddress } from "./webhooks/webhook-address.ts";
import type { Receiver } from "./webhooks/webhook-call.ts";
import { isWebhookSecret } from "./webhooks/webhook-secret.ts";

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
  /** What an integer `user_id` that nobody is linked to means: the chat itself, or a person yet to be linked. */
  addressing: "direct" | "linked";
  /** So many notifications may wait. */
  maxQueued: number;
  graceMs: number;
  logLevel: string;
  /** Whom to call about what happened; absent: nobody. */
  webhook?: Receiver;
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
  WEBHOOK_URL: z
    .string()
    .refine(
      isWebhookAddress,
      "expected an address that begins with https:// (http:// only for a loopback or private host), without user and password",
    )
    .optional(),
  WEBHOOK_SECRET: z
    .string()
    .refine(isWebhookSecret, "expected whsec_ and 24 to 64 bytes in base64")
    .optional(),
  ADDRESSING: environment.oneOf(["direct", "linked"], "direct"),
});

const webEnvironment = withServiceRules(variables, "HOST", (prefix) => redisKeys(prefix).botsChannel).refine(
  (values) => (values.WEBHOOK_URL === undefined) === (values.WEBHOOK_SECRET === undefined),
  {
    path: ["WEBHOOK_SECRET"],
    message: "goes together with WEBHOOK_URL: set both or none",
    when: () => true,
  },
);

/** Reads the environment of this service. @throws ConfigError that names everything wrong at once. */
export function readConfig(source: Readonly<Record<string, string | undefined>>): WebConfig {
  const values = readEnvironment(webEnvironment, source, ["API_KEYS", "WEBHOOK_SECRET"]);
  const { WEBHOOK_URL: url, WEBHOOK_SECRET: secret } = values;
  const webhook = url !== undefined && secret !== undefined ? { url, secret } : undefined;
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
    addressing: values.ADDRESSING,
    maxQueued: values.MAX_QUEUED,
    graceMs: values.GRACE_MS,
    logLevel: values.LOG_LEVEL,
    ...(webhook && { webhook }),
    ...(values.SANDBOX_URL !== undefined && { sandboxUrl: new URL(values.SANDBOX_URL) }),
    secrets: [...values.API_KEYS, ...redisSecrets(values.REDIS_URL), ...Object.values(webhook ?? {})],
  };
}
