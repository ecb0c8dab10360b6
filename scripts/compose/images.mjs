import { commandStep } from "../process/progress.mjs";
import { runEngine } from "./engine.mjs";

/** @typedef {import("./engine.mjs").Engine} Engine */

export const BUILT = ["web", "bot", "sandbox"];

/** @param {string} service */
function imageOf(service) {
  return `localhost/bellwire-${service}`;
}

/**
 * Builds the three images under the names of docker-compose.yml.
 * @param {Engine} engine
 * @param {AbortSignal} stop
 */
export async function buildImages(engine, stop) {
  for (const target of BUILT) {
    await commandStep(
      `Building the image of ${target}`,
      () =>
        runEngine(
          engine,
          ["build", ...engine.buildOptions, "--target", target, "--tag", imageOf(target), "."],
          stop,
        ),
      "The last step of the Dockerfile above says where.",
    );
  }
}

/**
 * One line an image: its size, and what of it are production dependencies.
 * @param {Engine} engine
 * @param {AbortSignal} stop
 */
export async function imageSizes(engine, stop) {
  const lines = [];
  for (const service of BUILT) {
    const image = await runEngine(
      engine,
      ["image", "inspect", "--format", "{{.Size}}", imageOf(service)],
      stop,
    );
    const du = await runEngine(
      engine,
      [
        "run",
        "--rm",
        "--network",
        "none",
        imageOf(service),
        "sh",
        "-c",
        "du -sk /app; du -sk /app/node_modules",
      ],
      stop,
    );
    const [app = 0, modules = 0] = du.output
      .split("\n")
      .filter((line) => /^\d+\s+\/app/.test(line))
      .map((line) => Number.parseInt(line, 10) / 1_024);
    const size = Number(image.output.trim()) / 1_000_000;
    lines.push(
      `  ${service.padEnd(8)} ${size.toFixed(0)} MB, of which /app ${app.toFixed(1)} MiB (production dependencies ${modules.toFixed(1)} MiB)`,
    );
  }
  return lines;
}
