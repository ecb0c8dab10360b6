import { Trouble, wordsOf } from "../process/trouble.mjs";
import { askRedis } from "./resp.mjs";

const ANSWER_WITHIN_MS = 5_000;

// Every script of the product begins like this one; Redis knows it since 7.0.
const PROBE_SCRIPT = "#!lua flags=no-writes\nreturn 'runs'";

/**
 * Makes sure that the Redis of REDIS_URL answers PING and can run our scripts. Never falls through to another
 * server: whoever names one wants that one. Throws Trouble in words, without the password.
 * @param {string} text the value of REDIS_URL
 */
export async function checkGivenRedis(text) {
  const url = parseRedisUrl(text);
  const shown = shownUrl(url);
  const [pong = "", probe = ""] = await ask(url, shown);
  if (pong !== "PONG") throw new Trouble(`The Redis of REDIS_URL (${shown}) does not answer PING: ${pong}`);
  // A user without the right to EVAL is the services' matter: their readiness says what is missing.
  if (probe.startsWith("-") && !/^-(NOPERM|LOADING|BUSY)/.test(probe)) {
    throw new Trouble(
      `The Redis of REDIS_URL (${shown}) cannot run Bellwire's scripts: ${probe.slice(1)}\n` +
        "Bellwire needs Redis 7.0 or newer, or Valkey.",
    );
  }
}

/**
 * @param {URL} url
 * @param {string} shown
 */
async function ask(url, shown) {
  try {
    return await askRedis(url, [["PING"], ["EVAL", PROBE_SCRIPT, "0"]], ANSWER_WITHIN_MS);
  } catch (error) {
    throw new Trouble(
      `The Redis of REDIS_URL (${shown}) does not answer: ${wordsOf(error) || "connection refused"}.\n` +
        "Start it, correct REDIS_URL, or unset REDIS_URL: then Bellwire starts a Redis of its own.",
    );
  }
}

/** @param {string} text */
function parseRedisUrl(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "redis:" || url?.protocol === "rediss:") return url;
  throw new Trouble("REDIS_URL must look like redis://user:password@host:6379/0 (or rediss://).");
}

/**
 * The address without what must not be printed.
 * @param {URL} url
 */
export function shownUrl(url) {
  const shown = new URL(url.href);
  if (shown.password !== "") shown.password = "***";
  return shown.href;
}
