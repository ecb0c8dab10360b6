import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Trouble } from "../process/trouble.mjs";
import { dataFolder, shownPath } from "../root.mjs";
import { freePort } from "../start/ports.mjs";
import { askRedis } from "./resp.mjs";

/** @typedef {{ port: number, runId: string }} ServerNote */

export const redisFolder = join(dataFolder, "redis");
const noteFile = join(redisFolder, "server.json");

/**
 * The address and the arguments of a Redis of our own, on the loopback, durable (append-only file, synced every
 * second), refusing writes rather than forgetting when its memory is full. It keeps its last port where it can, so
 * that other programs find it again. Throws Trouble when it is already running: two servers on one file destroy it.
 */
export async function planOwnServer() {
  mkdirSync(redisFolder, { recursive: true });
  const note = readNote();
  if (note !== undefined && (await runIdAt(note.port)) === note.runId) {
    throw new Trouble(
      `The Redis of this folder (${shownPath(redisFolder)}) is already running on port ${note.port}.\n` +
        "Is another `npm start` running here? Stop it first, or set REDIS_URL to let two share one Redis.",
    );
  }
  const port = await freePort("127.0.0.1", note?.port ?? 0);
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    cwd: redisFolder,
    // A locale that is named but not installed ends Redis.
    env: { ...process.env, LC_ALL: "C" },
    args: [
      ["--port", String(port)],
      ["--bind", "127.0.0.1"],
      ["--protected-mode", "yes"],
      ["--appendonly", "yes"],
      ["--appendfsync", "everysec"],
      ["--maxmemory-policy", "noeviction"],
      ["--save", ""],
      ["--daemonize", "no"],
    ].flat(),
  };
}

/**
 * True once the server answers and has loaded its data; from then on a second start in this folder is noticed.
 * @param {number} port
 */
export async function noteOwnServer(port) {
  const runId = await runIdAt(port);
  if (runId === undefined) return false;
  writeFileSync(noteFile, `${JSON.stringify({ port, runId })}\n`);
  return true;
}

/**
 * What tells one run of a server from another. Undefined when nothing there answers as a Redis.
 * @param {number} port
 */
async function runIdAt(port) {
  try {
    const [pong, info = ""] = await askRedis(
      new URL(`redis://127.0.0.1:${port}`),
      [["PING"], ["INFO", "server"]],
      1_000,
    );
    return pong === "PONG" ? /^run_id:(\w+)/m.exec(info)?.[1] : undefined;
  } catch {
    return undefined;
  }
}

/** @returns {ServerNote | undefined} */
function readNote() {
  if (!existsSync(noteFile)) return undefined;
  try {
    const note = JSON.parse(readFileSync(noteFile, "utf8"));
    return Number.isInteger(note.port) && typeof note.runId === "string" ? note : undefined;
  } catch {
    return undefined;
  }
}
