import { spawn } from "node:child_process";
import { tellWatchdog } from "./watchdog.mjs";

/** @typedef {{ code: number | null, signal: NodeJS.Signals | null, error?: Error }} Exit */
/** @typedef {{ child: import("node:child_process").ChildProcess, exited: Promise<Exit> }} Group */

const ownGroups = process.platform !== "win32";

/** @type {Set<Group>} */
const alive = new Set();

/**
 * Starts a command as the leader of its own process group: a Ctrl-C in the terminal reaches us alone, we end the
 * others in order, and a kill reaches what the command started itself. `exited` never rejects; a command that
 * cannot be started ends with `error`.
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Group}
 */
export function spawnGroup(command, args, options) {
  const child = spawn(command, args, { ...options, detached: ownGroups });
  const { pid } = child;
  if (pid !== undefined) tellWatchdog("add", pid);
  const exited = new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: null, signal: null, error }));
    // "close" comes after the last byte of output, "exit" may come before it.
    child.once("close", (code, signal) => {
      if (pid !== undefined) tellWatchdog("drop", pid);
      alive.delete(group);
      resolve({ code, signal });
    });
  });
  const group = { child, exited };
  if (pid !== undefined) alive.add(group);
  return group;
}

/** For the second Ctrl-C: ends everything that we started, at once. */
export function killAllGroups() {
  for (const group of alive) signalGroup(group, "SIGKILL");
}

/**
 * Signals every process of the group; false when nothing is left of it.
 * @param {Group} group
 * @param {NodeJS.Signals} signal
 */
export function signalGroup({ child }, signal) {
  if (child.pid === undefined) return false;
  try {
    return process.kill(ownGroups ? -child.pid : child.pid, signal);
  } catch {
    return false;
  }
}

/**
 * Asks the group to end and waits at most `graceMs`, then kills it. Callable twice, and after it ended.
 * Resolves to false when it had to be killed.
 * @param {Group} group
 * @param {number} graceMs
 */
export async function endGroup(group, graceMs) {
  let inTime = true;
  signalGroup(group, "SIGTERM");
  const timer = setTimeout(() => {
    inTime = false;
    signalGroup(group, "SIGKILL");
  }, graceMs);
  await group.exited;
  clearTimeout(timer);
  // The leader is gone; a straggler of its group must not outlive it.
  signalGroup(group, "SIGKILL");
  return inTime;
}
