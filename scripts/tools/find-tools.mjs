import { delimiter, join } from "node:path";
import { runCommand } from "../process/run-command.mjs";
import { isExecutable } from "../redis/binary.mjs";

/**
 * A tool that some tests need and that we do not install ourselves.
 * @typedef {object} Tool
 * @property {string} name
 * @property {string} variable by which the tests learn where it is
 * @property {string} tests what is skipped without it
 * @property {string} install what to do about it
 * @property {(stop: AbortSignal) => Promise<string | undefined>} find
 */

const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const BROWSER_FILES = [
  "/usr/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** @type {Tool[]} */
export const TOOLS = [
  {
    name: "Chromium",
    variable: "BELLWIRE_CHROMIUM",
    tests: "the page in a real browser",
    install: "sudo apt-get install chromium, or set CHROMIUM_PATH to a Chromium or Chrome",
    find: async () =>
      firstExecutable([process.env.CHROMIUM_PATH ?? "", ...BROWSERS.flatMap(onPath), ...BROWSER_FILES]),
  },
  {
    name: "Python with redis-py",
    variable: "BELLWIRE_PYTHON",
    tests: "Python's own Redis client as publisher and subscriber",
    install: "sudo apt-get install python3-redis, or python3 -m pip install redis",
    find: findPython,
  },
];

/** @param {AbortSignal} stop */
async function findPython(stop) {
  for (const command of [...onPath("python3"), "/usr/bin/python3"].filter(isExecutable)) {
    const { code } = await runCommand(command, ["-c", "import redis"], { stop });
    if (code === 0) return command;
  }
  return undefined;
}

/** @param {string[]} paths */
function firstExecutable(paths) {
  return paths.find((path) => path !== "" && isExecutable(path));
}

/** @param {string} name */
function onPath(name) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.filter((folder) => folder !== "").map((folder) => join(folder, name));
}
