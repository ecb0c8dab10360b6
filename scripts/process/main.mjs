import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { killAllGroups } from "./group.mjs";
import { Stopped, Trouble, wordsOf } from "./trouble.mjs";

/** @type {NodeJS.Signals[]} */
const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * The frame of every command: turns signals into an AbortSignal (its reason is the signal's name), prints
 * Trouble in words, and sets the exit code. A second signal does not wait: it kills.
 * @param {(stop: AbortSignal) => Promise<number>} work resolves to the exit code
 */
export async function runMain(work) {
  const controller = new AbortController();
  const stop = controller.signal;
  /** @type {NodeJS.Signals | undefined} */
  let received;
  for (const name of STOP_SIGNALS) {
    process.on(name, () => {
      if (received !== undefined) {
        killAllGroups();
        process.exit(exitCodeOf(name));
      }
      received = name;
      controller.abort(name);
    });
  }
  // A reader that went away (`npm start | head`) must not crash us in the middle of stopping the others.
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", () => controller.abort("SIGPIPE"));
  const parentWatch = stopWithNpm(controller);
  try {
    process.exitCode = await work(stop);
  } catch (error) {
    process.exitCode = error instanceof Stopped && received !== undefined ? exitCodeOf(received) : 1;
    if (error instanceof Trouble) process.stderr.write(`\n${error.message}\n`);
    else if (!(error instanceof Stopped)) process.stderr.write(`\n${detailsOf(error)}\n`);
  } finally {
    clearInterval(parentWatch);
  }
}

/**
 * npm passes SIGTERM on, but dies of SIGKILL and SIGHUP without a word, and what it started would run on unseen.
 * @param {AbortController} controller
 */
function stopWithNpm(controller) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const before = lineage();
  const timer = setInterval(() => {
    if (lineage() !== before) controller.abort("the end of npm");
  }, 1_000);
  timer.unref();
  return timer;
}

/** Our parent, and where /proc tells it the parent of that: npm starts us through a shell, which outlives it. */
function lineage() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, "utf8");
    // The name in parentheses may hold anything; after it come the state and the parent.
    return `${process.ppid} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]}`;
  } catch {
    return String(process.ppid);
  }
}

/** @param {NodeJS.Signals} signal */
function exitCodeOf(signal) {
  return 128 + constants.signals[signal];
}

/** @param {unknown} error */
function detailsOf(error) {
  return error instanceof Error && error.stack !== undefined ? error.stack : wordsOf(error);
}
