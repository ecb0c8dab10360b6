import { findEngine, runEngine } from "./compose/engine.mjs";
import { buildImages, imageSizes } from "./compose/images.mjs";
import { checkExitCodes, checkHardening, checkHealth, checkPublished } from "./compose/inspection.mjs";
import { createVisitor } from "./compose/scenario.mjs";
import { compose, containerOf, lastWords, leftovers, takeDown } from "./compose/stack.mjs";
import { provideBaseImages } from "./compose/stand-in-images.mjs";
import { runMain } from "./process/main.mjs";
import { commandStep, step } from "./process/progress.mjs";
import { Trouble } from "./process/trouble.mjs";
import { freePort } from "./start/ports.mjs";

/** @typedef {import("./compose/engine.mjs").Engine} Engine */

const HELP = `npm run test:compose

Builds the images, runs the stack of docker-compose.yml under a name and on a port of its own, sends through it,
kills Redis under it, looks into its containers, and takes it down. Uses docker with compose, or podman with
podman-compose; where no registry can be reached it makes stand-ins for the base images (root and debootstrap).

  --help   this text
`;

await runMain(async (stop) => {
  if (process.argv.slice(2).some((word) => word === "--help" || word === "-h")) {
    process.stdout.write(HELP);
    return 0;
  }
  const engine = await findEngine(stop);
  process.stdout.write(`Engine: ${engine.name}\n`);
  await provideBaseImages(engine, stop);
  await buildImages(engine, stop);
  process.stdout.write(`${(await imageSizes(engine, stop)).join("\n")}\n`);
  const port = await freePort("127.0.0.1", 0);
  await takeDown(engine, port);
  let steps = 0;
  try {
    steps = await runScenario(engine, port, stop);
  } catch (error) {
    if (!stop.aborted) process.stderr.write(`${await lastWords(engine)}\n`);
    throw error;
  } finally {
    await step("Taking everything down", () => takeDown(engine, port));
  }
  const left = await leftovers(engine);
  if (left.length > 0) throw new Trouble(`Left behind: ${left.join(", ")}`);
  process.stdout.write(`Nothing is left behind.\n\n${steps} passed, 0 failed\n`);
  return 0;
});

/**
 * @param {Engine} engine
 * @param {number} port
 * @param {AbortSignal} stop
 */
async function runScenario(engine, port, stop) {
  const visitor = createVisitor(port, stop);
  /** @type {[string, () => Promise<void>][]} */
  const steps = [
    ["Web and bot become ready", () => visitor.untilReady()],
    ["A message reaches the chat", () => visitor.publishAndSee(42, "through the containers")],
    ["The health checks pass", () => checkHealth(engine)],
    ["No root, no capabilities, read-only", () => checkHardening(engine)],
    ["Published on the loopback alone", () => checkPublished(engine)],
    ["Redis is killed: web says so, and refuses within 2 s", () => killRedis(engine, visitor)],
    ["Redis is back: both are ready again by themselves", () => startRedis(engine, visitor)],
    ["The next message reaches the chat", () => visitor.publishAndSee(42, "after Redis came back")],
    ["Web and bot stop with code 0", () => stopAll(engine, port, stop)],
  ];
  await commandStep(
    "Starting the stack",
    () => compose(engine, ["up", "-d"], { port, stop }),
    "Its containers' last words:",
  );
  for (const [label, work] of steps) await step(label, work);
  return steps.length;
}

/**
 * @param {Engine} engine
 * @param {ReturnType<typeof createVisitor>} visitor
 */
async function killRedis(engine, visitor) {
  const id = await containerOf(engine, "redis");
  // Docker's restart policy would bring it back at once.
  await runEngine(engine, ["update", "--restart", "no", id]);
  await runEngine(engine, ["kill", id]);
  await visitor.untilNotReady();
  const { status, code, tookMs } = await visitor.publishRefused(42);
  if (status !== 503 || code !== "redis_unavailable" || tookMs > 2_500) {
    throw new Trouble(`Without Redis a publish was answered ${status} ${code} after ${tookMs} ms.`);
  }
}

/**
 * @param {Engine} engine
 * @param {ReturnType<typeof createVisitor>} visitor
 */
async function startRedis(engine, visitor) {
  await runEngine(engine, ["start", await containerOf(engine, "redis")]);
  await visitor.untilReady();
}

/**
 * @param {Engine} engine
 * @param {number} port
 * @param {AbortSignal} stop
 */
async function stopAll(engine, port, stop) {
  await compose(engine, ["stop"], { port, stop });
  await checkExitCodes(engine);
}
