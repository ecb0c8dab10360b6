import { runCommand } from "../process/run-command.mjs";
import { Trouble } from "../process/trouble.mjs";
import { runEngine } from "./engine.mjs";
import { BUILT } from "./images.mjs";

/** @typedef {import("./engine.mjs").Engine} Engine */

/** Not the name of docker-compose.yml: a stack that somebody runs, and its data, must not be touched. */
const PROJECT = "bellwire-test";

export const SERVICES = ["redis", ...BUILT];

/**
 * @param {Engine} engine
 * @param {string[]} args of compose
 * @param {{ port: number, stop?: AbortSignal }} options
 */
export async function compose(engine, args, { port, stop }) {
  const [command = "", ...first] = engine.compose;
  // No token, whatever the environment says: a test must not write to anybody.
  const { TELEGRAM_BOT_TOKEN: _token, API_KEYS: _keys, ...rest } = engine.env;
  return await runCommand(command, [...first, "--project-name", PROJECT, ...args], {
    env: { ...rest, PORT: String(port) },
    ...(stop === undefined ? {} : { stop }),
  });
}

/**
 * The container of a service; works with docker and podman alike, whose names differ.
 * @param {Engine} engine
 * @param {string} service
 */
export async function containerOf(engine, service) {
  const [id] = await listed(engine, [
    "ps",
    "--all",
    "--quiet",
    "--filter",
    `label=com.docker.compose.service=${service}`,
  ]);
  if (id === undefined) throw new Trouble(`There is no container of ${service}.`);
  return id;
}

/**
 * Containers, volumes and networks of the test that exist. Empty when nothing was left behind.
 * @param {Engine} engine
 */
export async function leftovers(engine) {
  return [
    ...(await listed(engine, ["ps", "--all", "--quiet"])),
    ...(await listed(engine, ["volume", "ls", "--quiet"])),
    ...(await listed(engine, ["network", "ls", "--quiet"])),
  ];
}

/**
 * @param {Engine} engine
 * @param {string[]} args
 */
async function listed(engine, args) {
  const { output } = await runEngine(engine, [
    ...args,
    "--filter",
    `label=com.docker.compose.project=${PROJECT}`,
  ]);
  return output.split("\n").filter((line) => line.trim() !== "");
}

/**
 * Ends everything of the test, its data included. Callable at any time, also when nothing runs.
 * @param {Engine} engine
 * @param {number} port
 */
export async function takeDown(engine, port) {
  await compose(engine, ["down", "--volumes"], { port });
  for (const id of await listed(engine, ["ps", "--all", "--quiet"]))
    await runEngine(engine, ["rm", "--force", "--volumes", id]);
  for (const name of await listed(engine, ["volume", "ls", "--quiet"]))
    await runEngine(engine, ["volume", "rm", name]);
  for (const name of await listed(engine, ["network", "ls", "--quiet"]))
    await runEngine(engine, ["network", "rm", name]);
}

/**
 * What the containers said last, for a failure.
 * @param {Engine} engine
 */
export async function lastWords(engine) {
  const words = [];
  for (const service of SERVICES) {
    const [id] = await listed(engine, [
      "ps",
      "--all",
      "--quiet",
      "--filter",
      `label=com.docker.compose.service=${service}`,
    ]);
    const { output } =
      id === undefined ? { output: "(no container)" } : await runEngine(engine, ["logs", "--tail", "15", id]);
    words.push(`--- ${service}\n${output.trimEnd()}`);
  }
  return words.join("\n");
}
