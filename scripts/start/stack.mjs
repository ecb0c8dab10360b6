import { Stopped, Trouble } from "../process/trouble.mjs";
import { shownPath } from "../root.mjs";
import { startPart } from "./part.mjs";

/** @typedef {import("./part.mjs").Part} Part */

/** The exit code by which our services refuse a bad configuration (EX_CONFIG of sysexits). */
const EXIT_CONFIGURATION = 78;

/** The parts that run, in the order in which they were started. */
export function createStack() {
  /** @type {Part[]} */
  const parts = [];
  /** @type {(part: Part) => void} */
  let onEnd = () => undefined;
  /** @type {Promise<Part>} */
  const firstEnd = new Promise((resolve) => {
    onEnd = resolve;
  });

  return {
    /**
     * @param {import("./part.mjs").PartPlan} plan
     * @returns {Part}
     */
    start(plan) {
      const part = startPart(plan);
      parts.push(part);
      void part.exited.then(() => onEnd(part));
      return part;
    },

    /**
     * Runs `work`, which waits for something. Rejects with Trouble as soon as any part ends, with Stopped when
     * `stop` says so; the signal that `work` gets tells it that nobody waits for it any more.
     * @param {AbortSignal} stop
     * @param {(stop: AbortSignal) => Promise<T>} work
     * @returns {Promise<T>}
     * @template T
     */
    async guard(stop, work) {
      const over = new AbortController();
      const died = firstEnd.then(async (part) => {
        throw new Trouble(await obituary(part));
      });
      try {
        return await Promise.race([work(AbortSignal.any([stop, over.signal])), died, rejectOn(stop)]);
      } finally {
        over.abort();
      }
    },

    /**
     * Ends everything, the last started first: web, bot, sandbox, redis. Resolves to the names of what had to be
     * killed. Callable twice.
     */
    async end() {
      const killed = [];
      for (const part of [...parts].reverse()) {
        if (!(await part.end())) killed.push(part.name);
      }
      return killed;
    },
  };
}

/** @param {Part} part */
async function obituary(part) {
  const { code, signal, error } = await part.exited;
  if (error !== undefined) return `${part.name} could not be started: ${error.message}`;
  const how = signal === null ? `with code ${code}` : `by ${signal}`;
  const said = part.lastLines().map((line) => `    ${line}`);
  const remedy =
    code === EXIT_CONFIGURATION
      ? "Correct what it names (in the environment or in .env) and start again."
      : `Everything it said is in ${shownPath(part.logPath)}. The others are stopped; start again with: npm start`;
  return [
    `${part.name} ended ${how}. The last it said:`,
    "",
    ...(said.length > 0 ? said : ["    (nothing)"]),
    "",
    remedy,
  ].join("\n");
}

/**
 * @param {AbortSignal} stop
 * @returns {Promise<never>}
 */
function rejectOn(stop) {
  return new Promise((_resolve, reject) => {
    if (stop.aborted) reject(new Stopped());
    stop.addEventListener("abort", () => reject(new Stopped()), { once: true });
  });
}
