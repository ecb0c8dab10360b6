import { repoRoot } from "../root.mjs";
import { endGroup, spawnGroup } from "./group.mjs";
import { Stopped } from "./trouble.mjs";

/** What is kept of a command's output, in characters: its end, where the error is. */
const KEPT_OUTPUT = 1_000_000;

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env] default: ours
 * @property {string} [cwd] default: the repository's root
 * @property {boolean} [verbose] let the output through instead of keeping it
 * @property {AbortSignal} [stop] ends the command; `runCommand` then rejects with Stopped
 */

/**
 * Runs a command to its end. Never rejects for what the command did: code 127 stands for "cannot be started".
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} stdout and stderr together
 */
export async function runCommand(command, args, { env, cwd = repoRoot, verbose = false, stop } = {}) {
  if (stop?.aborted) throw new Stopped();
  const group = spawnGroup(command, args, {
    cwd,
    env: env ?? process.env,
    stdio: verbose ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [group.child.stdout, group.child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      output = (output + text).slice(-KEPT_OUTPUT);
    });
  }
  const onStop = () => void endGroup(group, 5_000);
  stop?.addEventListener("abort", onStop, { once: true });
  const exit = await group.exited;
  stop?.removeEventListener("abort", onStop);
  if (stop?.aborted) throw new Stopped();
  if (exit.error !== undefined) return { code: 127, output: exit.error.message };
  return { code: exit.code ?? 1, output };
}
