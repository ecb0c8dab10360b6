import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { commandStep } from "../process/progress.mjs";
import { runCommand } from "../process/run-command.mjs";
import { Trouble } from "../process/trouble.mjs";
import { repoRoot } from "../root.mjs";
import { isInstalled } from "./installed.mjs";

/** @typedef {{ verbose: boolean, stop: AbortSignal }} PrepareOptions */

/** turbo needs no network. */
const TURBO_ENVIRONMENT = { TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };

/**
 * Installs the packages unless node_modules already matches the lock file.
 * @param {PrepareOptions} options
 */
export async function installPackages({ verbose, stop }) {
  checkWritable();
  if (isInstalled(repoRoot)) return;
  // --include=dev: NODE_ENV=production in the environment would leave the compiler out.
  const [command, args] = npmCommand(["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"]);
  await commandStep(
    "Installing the packages",
    () => runCommand(command, args, { verbose, stop }),
    "If the network is away, try again when it is back; if the lock file is at fault, `npm install` repairs it.",
  );
}

/**
 * Builds every workspace; what has not changed comes out of turbo's cache.
 * @param {PrepareOptions} options
 */
export async function buildAll({ verbose, stop }) {
  const turbo = join(repoRoot, "node_modules", "turbo", "bin", "turbo");
  await commandStep(
    "Building",
    () =>
      runCommand(process.execPath, [turbo, "run", "build", "--output-logs=errors-only"], {
        verbose,
        stop,
        env: { ...process.env, ...TURBO_ENVIRONMENT },
      }),
    "`npm run typecheck` shows type errors alone.",
  );
}

/**
 * The npm that started us, or the one on PATH.
 * @param {string[]} args
 * @returns {[string, string[]]}
 */
export function npmCommand(args) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith(".js") && existsSync(cli)) return [process.execPath, [cli, ...args]];
  return ["npm", args];
}

/** A clone that another user built (often: root) fails far from the cause. Say it here. */
function checkWritable() {
  for (const name of ["", "node_modules", ".turbo", ".data"]) {
    const folder = join(repoRoot, name);
    if (existsSync(folder) && !isWritable(folder)) {
      throw new Trouble(
        `This user cannot write to ${folder}.\n` +
          "It was probably made by another user: run this command as that user, or make a clone of your own.",
      );
    }
  }
}

/** @param {string} folder */
function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
