import { Trouble } from "../process/trouble.mjs";
import { runEngine } from "./engine.mjs";
import { containerOf, SERVICES } from "./stack.mjs";

/** @typedef {import("./engine.mjs").Engine} Engine */

// Asked from inside, where the truth is: user, capabilities, new privileges, and whether the root can be written to.
const QUESTIONS =
  'id -u; grep -E "^(CapEff|NoNewPrivs)" /proc/self/status; touch /probe 2>/dev/null && echo writable || echo read-only';

/**
 * Every container runs without root, without capabilities, on a root that cannot be written to.
 * @param {Engine} engine
 */
export async function checkHardening(engine) {
  for (const service of SERVICES) {
    const { output } = await runEngine(engine, [
      "exec",
      await containerOf(engine, service),
      "sh",
      "-c",
      QUESTIONS,
    ]);
    const problems = hardeningProblems(output);
    if (problems.length > 0)
      throw new Trouble(`The container of ${service}: ${problems.join("; ")}\n${output}`);
  }
}

/** @param {string} answers to QUESTIONS */
export function hardeningProblems(answers) {
  const lines = answers.split("\n").map((line) => line.trim());
  const value = (/** @type {string} */ name) => lines.find((line) => line.startsWith(name))?.split(/\s+/)[1];
  const problems = [
    !/^[1-9]\d*$/.test(lines[0] ?? "") && "runs as root",
    !/^0+$/.test(value("CapEff:") ?? "") && "has capabilities",
    value("NoNewPrivs:") !== "1" && "may gain privileges",
    !lines.includes("read-only") && "can write to its root",
  ];
  return problems.filter((words) => typeof words === "string");
}

/**
 * Runs the health checks of docker-compose.yml once. podman does not run them by itself without systemd.
 * @param {Engine} engine
 */
export async function checkHealth(engine) {
  for (const service of SERVICES) {
    const id = await containerOf(engine, service);
    const { code, output } =
      engine.name === "podman"
        ? await runEngine(engine, ["healthcheck", "run", id])
        : await runEngine(engine, ["inspect", "--format", "{{.State.Health.Status}}", id]);
    const healthy = engine.name === "podman" ? code === 0 : output.trim() === "healthy";
    if (!healthy) throw new Trouble(`The health check of ${service} fails: ${output.trim()}`);
  }
}

/**
 * Web is reached from this machine alone.
 * @param {Engine} engine
 */
export async function checkPublished(engine) {
  const { output } = await runEngine(engine, ["port", await containerOf(engine, "web")]);
  const open = output.split("\n").filter((line) => line.includes("->") && !line.includes("-> 127.0.0.1:"));
  if (open.length > 0 || !output.includes("-> 127.0.0.1:"))
    throw new Trouble(`Web is not published on the loopback alone:\n${output}`);
}

/**
 * The services leave with 0 when they are asked to stop.
 * @param {Engine} engine
 */
export async function checkExitCodes(engine) {
  for (const service of ["web", "bot"]) {
    const { output } = await runEngine(engine, [
      "inspect",
      "--format",
      "{{.State.ExitCode}}",
      await containerOf(engine, service),
    ]);
    if (output.trim() !== "0")
      throw new Trouble(`${service} ended with code ${output.trim()} when it was stopped.`);
  }
}
