import { pause } from "../process/pause.mjs";
import { Trouble, wordsOf } from "../process/trouble.mjs";

const READY_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 100;

/** @typedef {{ name: string, status: string, words: string, remedy?: string }} Check */

/**
 * Waits until `url` answers 200. Throws Trouble after 30 s, with the words of the part itself.
 * @param {string} part
 * @param {string} url of /readyz, or of anything that answers 200 when it is up
 * @param {AbortSignal} stop
 */
export async function waitReady(part, url, stop, withinMs = READY_WITHIN_MS) {
  const untilMs = performance.now() + withinMs;
  let words = "it does not answer";
  while (performance.now() < untilMs) {
    const answer = await look(url);
    if (answer.ready) return;
    words = answer.words;
    await pause(LOOK_EVERY_MS, stop);
  }
  throw new Trouble(`${part} is not ready after ${withinMs / 1_000} s: ${words}`);
}

/** @param {string} url */
async function look(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    const body = await response.text();
    return response.status === 200
      ? { ready: true, words: "" }
      : { ready: false, words: wordsOfChecks(body, response.status) };
  } catch (error) {
    return { ready: false, words: `it does not answer (${causeOf(error)})` };
  }
}

/**
 * What is not well, in the part's own words and with its own remedy.
 * @param {string} body of /readyz
 * @param {number} status
 */
export function wordsOfChecks(body, status) {
  try {
    /** @type {Check[]} */
    const checks = JSON.parse(body).checks;
    const bad = checks.filter((check) => check.status === "fail");
    if (bad.length > 0)
      return bad.map((check) => [check.words, check.remedy].filter(Boolean).join(" ")).join("\n  ");
  } catch {
    // Not ours: say what is known.
  }
  return `it answers ${status}`;
}

/** @param {unknown} error */
function causeOf(error) {
  return error instanceof Error && error.cause instanceof Error
    ? wordsOf(error.cause) || "no connection"
    : wordsOf(error);
}
