import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runCommand } from "../process/run-command.mjs";
import { Trouble } from "../process/trouble.mjs";
import { hasDebianPackages, unpackDebianServer } from "./debian-package.mjs";

/** @typedef {{ command: string, version: string, origin: "machine" | "unpacked" }} RedisBinary */

/** Where package managers put a server without putting the folder on everybody's PATH. */
const USUAL_FOLDERS = [
  "/opt/homebrew/bin",
  "/usr/local/bin",
  "/home/linuxbrew/.linuxbrew/bin",
  "/opt/local/bin",
  "/opt/homebrew/opt/valkey/bin",
  "/opt/homebrew/opt/redis/bin",
];

/** Our scripts begin with `#!lua`, which Redis understands since 7.0. */
const OLDEST_MAJOR = 7;

const INSTALL_LINES = [
  "  Debian, Ubuntu   sudo apt-get install redis-server",
  "  Fedora           sudo dnf install valkey",
  "  macOS            brew install valkey",
  "  elsewhere        set REDIS_URL to the address of a running Redis 7.0 or newer",
].join("\n");

/**
 * A server that can be started: BELLWIRE_REDIS_SERVER, one of this machine, or Debian's package unpacked into an
 * ignored folder. Throws Trouble saying what to install.
 * @param {{ stop: AbortSignal }} options
 * @returns {Promise<RedisBinary>}
 */
export async function findRedisBinary({ stop }) {
  const named = process.env.BELLWIRE_REDIS_SERVER;
  if (named !== undefined && named !== "") return await namedBinary(named, stop);
  const reasons = [];
  for (const command of candidates()) {
    const probe = await probeBinary(command, stop);
    if (probe.version !== undefined) return { command, version: probe.version, origin: "machine" };
    reasons.push(`  ${command}: ${probe.reason}`);
  }
  if (hasDebianPackages()) {
    const command = await unpackDebianServer(stop);
    const probe = await probeBinary(command, stop);
    if (probe.version !== undefined) return { command, version: probe.version, origin: "unpacked" };
    reasons.push(`  Debian's package: ${probe.reason}`);
  }
  throw new Trouble(
    ["No Redis server that Bellwire can use was found.", ...reasons, "Install one:", INSTALL_LINES].join(
      "\n",
    ),
  );
}

/**
 * @param {string} command
 * @param {AbortSignal} stop
 * @returns {Promise<RedisBinary>}
 */
async function namedBinary(command, stop) {
  const { version, reason } = await probeBinary(command, stop);
  if (version !== undefined) return { command, version, origin: "machine" };
  throw new Trouble(`BELLWIRE_REDIS_SERVER is ${command}: ${reason}`);
}

/**
 * @param {string} command
 * @param {AbortSignal} stop
 * @returns {Promise<{ version?: string, reason?: string }>} the version when it can be used, else why not
 */
async function probeBinary(command, stop) {
  const { code, output } = await runCommand(command, ["--version"], { stop });
  const version = parseVersion(output);
  if (code !== 0 || version === undefined)
    return { reason: `it does not run (${output.trim().slice(0, 200)})` };
  return isNewEnough(version)
    ? { version }
    : { reason: `it is ${version}, and Redis 7.0 or newer is needed` };
}

function candidates() {
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== ""),
    ...USUAL_FOLDERS,
  ];
  const paths = folders.flatMap((folder) =>
    ["redis-server", "valkey-server"].map((name) => join(folder, name)),
  );
  return [...new Set(paths)].filter(isExecutable);
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * "7.0.15" out of "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.2.1 …".
 * @param {string} output
 */
export function parseVersion(output) {
  return /server v=(\d+\.\d+\.\d+)/i.exec(output)?.[1];
}

/** @param {string} version */
export function isNewEnough(version) {
  return Number(version.split(".")[0]) >= OLDEST_MAJOR;
}
