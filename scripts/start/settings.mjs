import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { Trouble } from "../process/trouble.mjs";
import { freePort, reachableHost } from "./ports.mjs";

/** @typedef {{ host: string, port: number }} Address */

/**
 * What `npm start` was told.
 * @typedef {object} Settings
 * @property {NodeJS.ProcessEnv} env the environment over `.env`
 * @property {Address} web
 * @property {Address} bot
 * @property {Address} sandbox
 * @property {string | undefined} redisUrl undefined: a Redis of our own
 * @property {boolean} realTelegram false: the sandbox stands in
 * @property {number} graceMs how long a service may drain
 */

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} envFile `.env`; may be absent. What the environment says already wins, as with `node --env-file`
 * @returns {Settings}
 */
export function readSettings(environment, envFile) {
  const env = { ...(existsSync(envFile) ? parseEnv(readFileSync(envFile, "utf8")) : {}), ...environment };
  const realTelegram = isSet(env.TELEGRAM_BOT_TOKEN) || isSet(env.TELEGRAM_BOT_TOKEN_FILE);
  if (!realTelegram && isSet(env.TELEGRAM_API_ROOT)) {
    throw new Trouble(
      "TELEGRAM_API_ROOT is set, but no token: set TELEGRAM_BOT_TOKEN (or TELEGRAM_BOT_TOKEN_FILE) too,\n" +
        "or unset TELEGRAM_API_ROOT: then the sandbox stands in for Telegram.",
    );
  }
  return {
    env,
    web: { host: textOr(env.HOST, "127.0.0.1"), port: portOf(env, "PORT", 3000) },
    bot: { host: textOr(env.BOT_HOST, "127.0.0.1"), port: portOf(env, "BOT_PORT", 3001) },
    sandbox: { host: "127.0.0.1", port: portOf(env, "SANDBOX_PORT", 8081) },
    redisUrl: isSet(env.REDIS_URL) ? env.REDIS_URL : undefined,
    realTelegram,
    graceMs: Number(textOr(env.GRACE_MS, "20000")) || 20_000,
  };
}

/**
 * The same settings with every port 0 replaced by a free one.
 * @param {Settings} settings
 * @returns {Promise<Settings>}
 */
export async function withRealPorts(settings) {
  const { web, bot, sandbox } = settings;
  return {
    ...settings,
    web: await realPort(web),
    bot: await realPort(bot),
    sandbox: await realPort(sandbox),
  };
}

/** @param {Address} address */
async function realPort(address) {
  return address.port === 0 ? { ...address, port: await freePort(address.host, 0) } : address;
}

/**
 * Where a browser on this machine finds the part.
 * @param {Address} address
 */
export function urlOf({ host, port }) {
  const name = reachableHost(host);
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name
 * @param {number} fallback
 */
function portOf(env, name, fallback) {
  const text = env[name];
  if (!isSet(text)) return fallback;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Trouble(`${name} must be a port, 0 to 65535 (0: any free one).`);
}

/**
 * @param {string | undefined} text
 * @param {string} fallback
 */
function textOr(text, fallback) {
  return isSet(text) ? text : fallback;
}

/**
 * @param {string | undefined} text
 * @returns {text is string}
 */
function isSet(text) {
  return text !== undefined && text.trim() !== "";
}
