import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "@bellwire/runtime";
import { describe, expect, it } from "vitest";
import { readConfig } from "../src/config.ts";

const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("readConfig", () => {
  it("needs nothing", () => {
    expect(readConfig({})).toMatchObject({
      host: "127.0.0.1",
      port: 3000,
      redisUrl: "redis://127.0.0.1:6379",
      channel: "notification",
      prefix: "notification",
      apiKeys: [],
      rateLimitPerSecond: 0,
      consoleReadOnly: false,
      addressing: "direct",
      maxQueued: 1_000_000,
      graceMs: 20_000,
      logLevel: "info",
      allowedHosts: [{ name: "localhost" }, { name: "127.0.0.1" }, { name: "[::1]" }],
    });
  });

  it("names everything malformed at once, without the values", () => {
    const problems = problemsOf({
      PORT: "70000",
      REDIS_URL: "http://nope",
      API_KEYS: "short-secret",
      ALLOW_OPEN: "yes",
      ALLOWED_HOSTS: "a b",
      RATE_LIMIT_PER_SECOND: "-1",
      MAX_QUEUED: "0",
      RETENTION_HOURS: "a day",
      GRACE_MS: "20s",
      LOG_LEVEL: "loud",
      SANDBOX_URL: "sandbox:8081",
      NOTIFICATION_CHANNEL: "two words",
      REDIS_PREFIX: "a b",
      CONSOLE_READ_ONLY: "1",
      ADDRESSING: "telegram",
      HOST: "http://localhost",
    });
    const names = [
      "PORT",
      "REDIS_URL",
      "API_KEYS",
      "ALLOW_OPEN",
      "ALLOWED_HOSTS",
      "RATE_LIMIT_PER_SECOND",
      "MAX_QUEUED",
      "RETENTION_HOURS",
      "GRACE_MS",
      "LOG_LEVEL",
      "SANDBOX_URL",
      "NOTIFICATION_CHANNEL",
      "REDIS_PREFIX",
      "CONSOLE_READ_ONLY",
      "ADDRESSING",
      "HOST",
    ];
    for (const name of names) expect(problems.some((problem) => problem.startsWith(`${name}:`))).toBe(true);
    expect(problems.join("\n")).not.toContain("short-secret");
  });

  it.each([
    [{ HOST: "0.0.0.0" }],
    [{ HOST: "::" }],
    [{ HOST: "192.168.1.7" }],
    [{ HOST: "127.0.0.1.example" }],
    [{ HOST: "0.0.0.0", ALLOW_OPEN: "false" }],
  ])("refuses to listen openly: %j", (env: Record<string, string>) => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(/^HOST: .*API_KEYS.*ALLOW_OPEN/)]);
  });

  it.each([
    [{ HOST: "0.0.0.0", ALLOW_OPEN: "true" }],
    [{ HOST: "0.0.0.0", API_KEYS: "0123456789abcdef" }],
    [{ HOST: "127.8.9.1" }],
    [{ HOST: "::1" }],
    [{ HOST: "localhost" }],
  ])("listens with %j", (env: Record<string, string>) => {
    expect(problemsOf(env)).toEqual([]);
  });

  it("says that it is open together with what else is wrong", () => {
    expect(problemsOf({ HOST: "0.0.0.0", PORT: "x" })).toHaveLength(2);
  });

  it("keeps its own channel to itself", () => {
    const env = { NOTIFICATION_CHANNEL: "shop:bots", REDIS_PREFIX: "shop" };
    expect(problemsOf(env)).toEqual([expect.stringMatching(/^NOTIFICATION_CHANNEL:/)]);
  });

  it("knows whom to call about what happened, and keeps that to itself", () => {
    const webhook = { WEBHOOK_URL: "https://app.example/hooks?key=7", WEBHOOK_SECRET };
    const config = readConfig(webhook);
    expect(config.webhook).toEqual({ url: webhook.WEBHOOK_URL, secret: WEBHOOK_SECRET });
    expect(config.secrets).toEqual(expect.arrayContaining(Object.values(webhook)));
    expect(readConfig({})).not.toHaveProperty("webhook");
  });

  it.each([
    [{ WEBHOOK_URL: "https://app.example" }, /^WEBHOOK_SECRET: goes together with WEBHOOK_URL/],
    [{ WEBHOOK_SECRET }, /^WEBHOOK_SECRET: goes together with WEBHOOK_URL/],
    [{ WEBHOOK_SECRET, WEBHOOK_URL: "http://app.example" }, /^WEBHOOK_URL: .*https/],
    [{ WEBHOOK_SECRET: "whsec_short", WEBHOOK_URL: "https://app.example" }, /^WEBHOOK_SECRET: .*24 to 64/],
    [{ WEBHOOK_SECRET_FILE: "/nowhere", WEBHOOK_URL: "https://app.example" }, /^WEBHOOK_SECRET_FILE: /],
  ])("refuses %j", (env: Record<string, string>, problem) => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(problem)]);
  });

  it("reads keys from a file, and knows the password as a secret", () => {
    const folder = mkdtempSync(join(tmpdir(), "bellwire-web-"));
    try {
      const file = join(folder, "keys");
      writeFileSync(file, "first-key-0123456789, second-key-0123456789\n");
      const config = readConfig({ API_KEYS_FILE: file, REDIS_URL: "redis://user:p%40ss@127.0.0.1:6379/2" });
      expect(config.apiKeys).toEqual(["first-key-0123456789", "second-key-0123456789"]);
      expect(config.secrets).toEqual(expect.arrayContaining(["first-key-0123456789", "p%40ss", "p@ss"]));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
