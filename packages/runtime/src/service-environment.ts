import type { z } from "zod";
import { environment } from "./environment.ts";
import { isLoopback } from "./loopback.ts";

const { flag, integer, list, oneOf, redisAddress, text } = environment;

/** Printable, so that it can stand in a header; so long that it cannot be guessed. */
const API_KEY = /^[\x21-\x7e]{16,}$/;

/** The variables that every service knows, read alike by all. */
export const serviceVariables = {
  REDIS_URL: redisAddress().default("redis://127.0.0.1:6379"),
  NOTIFICATION_CHANNEL: text(/^\S{1,256}$/, "1 to 256 characters without spaces").default("notification"),
  REDIS_PREFIX: text(
    /^[A-Za-z0-9_.:{}-]{1,128}$/,
    "1 to 128 of the characters A-Z a-z 0-9 _ . : { } -",
  ).default("notification"),
  API_KEYS: list()
    .refine(
      (keys) => keys.length > 0 && keys.every((key) => API_KEY.test(key)),
      "expected comma-separated keys of at least 16 printable characters without spaces",
    )
    .default([]),
  ALLOW_OPEN: flag(false),
  GRACE_MS: integer({ min: 0, max: 3_600_000, fallback: 20_000 }),
  MAX_QUEUED: integer({ min: 1, max: 100_000_000, fallback: 1_000_000 }),
  RETENTION_HOURS: integer({ min: 1, max: 8760, fallback: 24 }),
  RETENTION_MAX: integer({ min: 0, max: 100_000_000, fallback: 100_000 }),
  LOG_LEVEL: oneOf(["fatal", "error", "warn", "info", "debug", "trace", "silent"], "info"),
};

/** A host to listen on. */
export function hostVariable() {
  const expected = "a name or address without a port, such as 127.0.0.1 or ::1";
  return text(/^[A-Za-z0-9.:_-]{1,255}$/, expected).default("127.0.0.1");
}

/**
 * The rules between variables, for a schema that holds `serviceVariables` and `host`. They are judged even where
 * single variables are wrong, so that everything is reported at once.
 *
 * @param host name of the variable that says where the service listens
 * @param reserved the channel that the installation with this prefix keeps for itself
 */
export function withServiceRules<Schema extends z.ZodObject>(
  schema: Schema,
  host: string,
  reserved: (prefix: string) => string,
): Schema {
  const always = () => true;
  return schema
    .refine((values) => mayListen(values[host], values), {
      path: [host],
      message:
        "this address can be reached from other machines, where anybody could use it: set API_KEYS, or " +
        "ALLOW_OPEN=true if that is meant, or listen on 127.0.0.1",
      when: always,
    })
    .refine((values) => values.NOTIFICATION_CHANNEL !== reserved(String(values.REDIS_PREFIX)), {
      path: ["NOTIFICATION_CHANNEL"],
      message: "expected another name; Bellwire itself uses this one",
      when: always,
    });
}

/** What is itself malformed is reported as that, and not here as well. */
function mayListen(host: unknown, { API_KEYS, ALLOW_OPEN }: Record<string, unknown>): boolean {
  if (typeof host !== "string" || isLoopback(host)) return true;
  const hasKeys = !Array.isArray(API_KEYS) || API_KEYS.length > 0;
  return hasKeys || ALLOW_OPEN !== false;
}

/** What of a Redis address must not be logged: its password, as written and as meant. */
export function redisSecrets(url: string): string[] {
  const { password } = new URL(url);
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}
