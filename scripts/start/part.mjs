import { createInterface } from "node:readline";
import { endGroup, signalGroup, spawnGroup } from "../process/group.mjs";
import { openLogFile } from "./log-file.mjs";
import { readLogLine } from "./log-lines.mjs";

const KEPT_LINES = 15;

/**
 * @typedef {object} PartPlan
 * @property {string} name as people call it: web, bot, sandbox, redis
 * @property {string} command
 * @property {string[]} args
 * @property {NodeJS.ProcessEnv} env
 * @property {string} [cwd]
 * @property {string} logPath
 * @property {number} graceMs how long it may take to end; then it is killed
 * @property {(part: string, text: string) => void} show for warnings and errors
 */

/**
 * @typedef {object} Part a running process of ours
 * @property {string} name
 * @property {string} logPath
 * @property {Promise<import("../process/group.mjs").Exit>} exited never rejects
 * @property {() => boolean} hasEnded
 * @property {() => string[]} lastLines what it said last, readable
 * @property {() => Promise<boolean>} end asks it to end, waits, kills; callable twice; false when it had to be killed
 */

/**
 * @param {PartPlan} plan
 * @returns {Part}
 */
export function startPart(plan) {
  const log = openLogFile(plan.logPath);
  const group = spawnGroup(plan.command, plan.args, {
    env: plan.env,
    ...(plan.cwd === undefined ? {} : { cwd: plan.cwd }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  /** @type {string[]} */
  const lines = [];
  let ended = false;
  let ending = false;
  /** @type {("stdout" | "stderr")[]} */
  const names = ["stdout", "stderr"];
  for (const from of names) {
    const input = group.child[from];
    if (input === null) continue;
    createInterface({ input }).on("line", (line) => {
      log.write(`${line}\n`);
      const read = readLogLine(line, from);
      if (read === undefined) return;
      if (lines.push(read.text) > KEPT_LINES) lines.shift();
      if (read.severe && !ending) plan.show(plan.name, read.text);
    });
  }
  const exited = group.exited.then((exit) => {
    ended = true;
    // The group's stragglers end with their leader.
    signalGroup(group, "SIGKILL");
    log.close();
    return exit;
  });
  return {
    name: plan.name,
    logPath: plan.logPath,
    exited,
    hasEnded: () => ended,
    lastLines: () => [...lines],
    end: async () => {
      ending = true;
      return ended || (await endGroup(group, plan.graceMs));
    },
  };
}
