import { ConfigError } from "@bellwire/runtime";
import { describe, expect, it } from "vitest";
import { readBotConfig } from "../src/config.ts";

const TELEGRAM_BOT_TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1";
const read = (env: Record<string, string> = {}) => readBotConfig({ TELEGRAM_BOT_TOKEN, ...env });

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readBotConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("readBotConfig", () => {
  it("has the defaults of the contract", () => {
    expect(read()).toEqual({
      TELEGRAM_BOT_TOKEN,
      REDIS_URL: "redis://127.0.0.1:6379",
      NOTIFICATION_CHANNEL: "notification",
      REDIS_PREFIX: "notification",
      BOT_HOST: "127.0.0.1",
      BOT_PORT: 3001,
      API_KEYS: [],
      ALLOW_OPEN: false,
      TELEGRAM_API_ROOT: "https://api.telegram.org/",
      TELEGRAM_POLLING: true,
      SEND_CONCURRENCY: 32,
      SEND_TIMEOUT_MS: 30_000,
      MAX_ATTEMPTS: 12,
      LEASE_MS: 30_000,
      TELEGRAM_GLOBAL_PER_SECOND: 30,
      TELEGRAM_CHAT_INTERVAL_MS: 1000,
      TELEGRAM_GROUP_PER_MINUTE: 20,
      MAX_QUEUED: 1_000_000,
      RETENTION_HOURS: 24,
      RETENTION_MAX: 100_000,
      STREAM_KEEP: 100_000,
      ADDRESSING: "direct",
      GRACE_MS: 20_000,
      LOG_LEVEL: "info",
    });
  });

  it("keeps the last part of a path in the API root", () => {
    const root = (value: string) => read({ TELEGRAM_API_ROOT: value }).TELEGRAM_API_ROOT;
    expect(root("http://127.0.0.1:8081/a/b")).toBe("http://127.0.0.1:8081/a/b/");
    expect(root("http://127.0.0.1:8081/")).toBe("http://127.0.0.1:8081/");
  });

  it("lists everything wrong at once, what depends on two variables too, without values", () => {
    const env = {
      TELEGRAM_BOT_TOKEN: "12:short-secret",
      BOT_HOST: "0.0.0.0",
      SEND_CONCURRENCY: "0",
      SEND_TIMEOUT_MS: "999",
      REDIS_URL: "127.0.0.1",
      NOTIFICATION_CHANNEL: "two words",
      TELEGRAM_POLLING: "yes",
    };
    expect(problemsOf(env)).toEqual([
      "REDIS_URL: expected redis://[user:password@]host[:port][/database], or the same with rediss://",
      "NOTIFICATION_CHANNEL: expected 1 to 256 characters without spaces",
      "TELEGRAM_BOT_TOKEN: expected a bot token as BotFather gives it: digits, a colon, letters",
      "TELEGRAM_POLLING: expected true or false",
      "SEND_CONCURRENCY: expected a whole number from 1 to 1000",
      "SEND_TIMEOUT_MS: expected a whole number from 1000 to 600000",
      expect.stringContaining("BOT_HOST: this address can be reached from other machines"),
    ]);
    expect(
      problemsOf({ TELEGRAM_BOT_TOKEN, API_KEYS: "long-enough-to-be-a-key,short", BOT_PORT: "x" }),
    ).toEqual([
      "API_KEYS: expected comma-separated keys of at least 16 printable characters without spaces",
      "BOT_PORT: expected a whole number from 0 to 65535",
    ]);
    expect(problemsOf({})).toEqual([
      "TELEGRAM_BOT_TOKEN: not set (or set TELEGRAM_BOT_TOKEN_FILE to a file that holds it)",
    ]);
  });

  it("turns single limits of Telegram off, and takes no lease too short to renew", () => {
    const off = {
      TELEGRAM_GLOBAL_PER_SECOND: "0",
      TELEGRAM_CHAT_INTERVAL_MS: "0",
      TELEGRAM_GROUP_PER_MINUTE: "0",
    };
    expect(read(off)).toMatchObject({
      TELEGRAM_GLOBAL_PER_SECOND: 0,
      TELEGRAM_CHAT_INTERVAL_MS: 0,
      TELEGRAM_GROUP_PER_MINUTE: 0,
    });
    const wrong = { LEASE_MS: "999", MAX_ATTEMPTS: "0", STREAM_KEEP: "-1" };
    expect(problemsOf({ TELEGRAM_BOT_TOKEN, ...wrong })).toEqual([
      "MAX_ATTEMPTS: expected a whole number from 1 to 100",
      "LEASE_MS: expected a whole number from 1000 to 3600000",
      "STREAM_KEEP: expected a whole number from 0 to 100000000",
    ]);
  });

  it("leaves integers that are linked to no chat waiting only when told to", () => {
    expect(read({ ADDRESSING: "linked" }).ADDRESSING).toBe("linked");
    expect(problemsOf({ TELEGRAM_BOT_TOKEN, ADDRESSING: "both" })).toEqual([
      "ADDRESSING: expected one of direct, linked",
    ]);
  });

  it("does not take notifications on the channel that tells bots from other listeners", () => {
    expect(
      problemsOf({ TELEGRAM_BOT_TOKEN, NOTIFICATION_CHANNEL: "shop:bots", REDIS_PREFIX: "shop" }),
    ).toEqual(["NOTIFICATION_CHANNEL: expected another name; Bellwire itself uses this one"]);
  });

  it("listens beyond the loopback with a key, or when told that this is meant", () => {
    expect(read({ BOT_HOST: "0.0.0.0", API_KEYS: "0123456789abcdef" }).API_KEYS).toEqual([
      "0123456789abcdef",
    ]);
    expect(read({ BOT_HOST: "0.0.0.0", ALLOW_OPEN: "true" }).BOT_HOST).toBe("0.0.0.0");
  });
});
