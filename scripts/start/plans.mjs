import { join } from "node:path";
import { dataFolder, repoRoot } from "../root.mjs";
import { urlOf } from "./settings.mjs";

/** @typedef {import("./settings.mjs").Settings} Settings */
/** @typedef {import("./part.mjs").PartPlan} PartPlan */
/** @typedef {(part: string, text: string) => void} Show */

/** Time beyond its own grace period that a service gets before it is killed. */
const BEYOND_GRACE_MS = 5_000;

/**
 * How to start each part. `redis` only when it is a Redis of our own.
 * @param {Settings} settings with real ports
 * @param {Show} show
 */
export function createPlans(settings, show) {
  /**
   * @param {string} name
   * @param {string} entry
   * @param {string[]} args
   * @param {NodeJS.ProcessEnv} env
   * @returns {PartPlan}
   */
  const service = (name, entry, args, env) => ({
    name,
    command: process.execPath,
    args: [join(repoRoot, entry), ...args],
    env: { NODE_ENV: "production", ...settings.env, ...env },
    cwd: repoRoot,
    logPath: logPathOf(name),
    graceMs: settings.graceMs + BEYOND_GRACE_MS,
    show,
  });
  return {
    /**
     * @param {string} command
     * @param {Awaited<ReturnType<typeof import("../redis/own-server.mjs").planOwnServer>>} server
     * @returns {PartPlan}
     */
    redis: (command, { args, cwd, env }) => ({
      name: "redis",
      command,
      args,
      cwd,
      env,
      logPath: logPathOf("redis"),
      graceMs: 15_000,
      show,
    }),
    /** @param {string} token */
    sandbox: (token) => service("sandbox", "packages/sandbox/dist/main.js", sandboxArgs(settings, token), {}),
    /**
     * @param {string} redisUrl
     * @param {string | undefined} sandboxToken undefined: the real Telegram
     */
    bot: (redisUrl, sandboxToken) =>
      service("bot", "apps/bot/dist/main.js", [], {
        REDIS_URL: redisUrl,
        BOT_HOST: settings.bot.host,
        BOT_PORT: String(settings.bot.port),
        ...(sandboxToken === undefined
          ? {}
          : { TELEGRAM_BOT_TOKEN: sandboxToken, TELEGRAM_API_ROOT: urlOf(settings.sandbox) }),
      }),
    /** @param {string} redisUrl */
    web: (redisUrl) =>
      service("web", "apps/web/dist/main.js", [], {
        REDIS_URL: redisUrl,
        HOST: settings.web.host,
        PORT: String(settings.web.port),
        ...(settings.realTelegram ? {} : { SANDBOX_URL: urlOf(settings.sandbox) }),
      }),
  };
}

/**
 * @param {Settings} settings
 * @param {string} token
 */
function sandboxArgs({ sandbox }, token) {
  return ["--host", sandbox.host, "--port", String(sandbox.port), "--token", token];
}

/** @param {string} name */
function logPathOf(name) {
  return join(dataFolder, "logs", `${name}.log`);
}
