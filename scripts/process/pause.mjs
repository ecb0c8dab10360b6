import { setTimeout as sleep } from "node:timers/promises";
import { Stopped } from "./trouble.mjs";

/**
 * Waits between two looks at something. Rejects with Stopped as soon as `stop` says so.
 * @param {number} ms
 * @param {AbortSignal | undefined} stop
 */
export async function pause(ms, stop) {
  try {
    await sleep(ms, undefined, stop === undefined ? {} : { signal: stop });
  } catch {
    throw new Stopped();
  }
}
