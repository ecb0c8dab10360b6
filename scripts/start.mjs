import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildAll, installPackages } from "./prepare/prepare.mjs";
import { runMain } from "./process/main.mjs";
import { pause } from "./process/pause.mjs";
import { step } from "./process/progress.mjs";
import { Stopped, Trouble, wordsOf } from "./process/trouble.mjs";
import { findRedisBinary } from "./redis/binary.mjs";
import { checkGivenRedis, shownUrl } from "./redis/check-given.mjs";
import { noteOwnServer, planOwnServer, redisFolder } from "./redis/own-server.mjs";
import { repoRoot, shownPath } from "./root.mjs";
import { createPlans } from "./start/plans.mjs";
import { checkPorts } from "./start/ports.mjs";
import { createQuietPrinter } from "./start/quiet-printer.mjs";
import { waitReady } from "./start/readiness.mjs";
import { readSettings, urlOf, withRealPorts } from "./start/settings.mjs";
import { createStack } from "./start/stack.mjs";

/** @typedef {ReturnType<typeof createStack>} Stack */
/** @typedef {ReturnType<typeof createPlans>} Plans */
/** @typedef {import("./start/settings.mjs").Settings} Settings */

const HELP = `npm start [-- --verbose]

Installs what is missing, builds, finds or starts a Redis, and runs web, bot and, while there is no bot token,
the sandbox that stands in for Telegram. Ctrl-C ends everything.

  --verbose   show the output of the installation and of the build
  --help      this text

Variables (also from .env): PORT (3000), HOST, BOT_PORT (3001), BOT_HOST, SANDBOX_PORT (8081), REDIS_URL,
TELEGRAM_BOT_TOKEN or TELEGRAM_BOT_TOKEN_FILE, and all that web and bot know: see .env.example.
Logs are in .data/logs, the data of our own Redis in .data/redis.
`;

await runMain(async (stop) => {
  const { values } = parseOptions();
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const settings = readSettings(process.env, join(repoRoot, ".env"));
  await checkPorts(wantedPorts(settings));
  if (settings.redisUrl !== undefined) await checkGivenRedis(settings.redisUrl);
  await installPackages({ verbose: values.verbose, stop });
  await buildAll({ verbose: values.verbose, stop });
  const stack = createStack();
  try {
    await run(stack, await withRealPorts(settings), stop);
  } catch (error) {
    // Once it runs, being told to end is the ordinary end.
    if (!(error instanceof Stopped)) throw error;
  } finally {
    await endAll(stack, stop);
  }
  return 0;
});

/**
 * @param {Stack} stack
 * @param {Settings} settings
 * @param {AbortSignal} stop
 */
async function run(stack, settings, stop) {
  const printer = createQuietPrinter((text) => process.stdout.write(text));
  const plans = createPlans(settings, (part, text) => printer.show(part, text));
  const redis = await startRedis(stack, plans, settings, stop);
  say("redis", redis.shown);
  const token = settings.realTelegram ? undefined : (await import("@bellwire/sandbox")).SANDBOX_TOKEN;
  if (token !== undefined) {
    stack.start(plans.sandbox(token));
    await stack.guard(stop, (until) =>
      waitReady("sandbox", `${urlOf(settings.sandbox)}/sandbox/health`, until),
    );
    say("sandbox", `${urlOf(settings.sandbox)}  stands in for Telegram: no TELEGRAM_BOT_TOKEN is set`);
  }
  stack.start(plans.bot(redis.url, token));
  stack.start(plans.web(redis.url));
  await stack.guard(stop, (until) => waitReady("bot", `${urlOf(settings.bot)}/readyz`, until));
  say("bot", `${urlOf(settings.bot)}  sends to ${token === undefined ? "Telegram" : "the sandbox"}`);
  await stack.guard(stop, (until) => waitReady("web", `${urlOf(settings.web)}/readyz`, until));
  say("web", urlOf(settings.web));
  process.stdout.write(`\nReady. Ctrl-C ends everything.\nOpen ${urlOf(settings.web)}\n`);
  await stack.guard(stop, () => new Promise(() => undefined));
}

/**
 * @param {Stack} stack
 * @param {Plans} plans
 * @param {Settings} settings
 * @param {AbortSignal} stop
 */
async function startRedis(stack, plans, settings, stop) {
  if (settings.redisUrl !== undefined) {
    return {
      url: settings.redisUrl,
      shown: `${shownUrl(new URL(settings.redisUrl))}  yours, from REDIS_URL`,
    };
  }
  const binary = await findRedisBinary({ stop });
  const server = await planOwnServer();
  stack.start(plans.redis(binary.command, server));
  await stack.guard(stop, (until) => waitOwnRedis(server.port, until));
  const origin = binary.origin === "unpacked" ? "Debian's, unpacked here" : "our own";
  return {
    url: server.url,
    shown: `${server.url}  ${origin} ${binary.version}, data in ${shownPath(redisFolder)}`,
  };
}

/**
 * @param {number} port
 * @param {AbortSignal} stop
 */
async function waitOwnRedis(port, stop) {
  // A large append-only file takes its time to load.
  const untilMs = performance.now() + 60_000;
  while (performance.now() < untilMs) {
    if (await noteOwnServer(port)) return;
    await pause(50, stop);
  }
  throw new Trouble("Our own Redis does not answer after 60 s; see .data/logs/redis.log");
}

/**
 * @param {Stack} stack
 * @param {AbortSignal} stop
 */
async function endAll(stack, stop) {
  if (stop.aborted) process.stdout.write("\n");
  await step("Stopping web, bot, sandbox, redis", async () => {
    const killed = await stack.end();
    if (killed.length > 0) process.stderr.write(`\nHad to be killed: ${killed.join(", ")}\n`);
  });
}

/** @param {Settings} settings */
function wantedPorts(settings) {
  const wanted = [
    { part: "web", variable: "PORT", ...settings.web },
    { part: "bot", variable: "BOT_PORT", ...settings.bot },
  ];
  return settings.realTelegram
    ? wanted
    : [...wanted, { part: "sandbox", variable: "SANDBOX_PORT", ...settings.sandbox }];
}

/**
 * @param {string} part
 * @param {string} text
 */
function say(part, text) {
  process.stdout.write(`  ${part.padEnd(8)} ${text}\n`);
}

function parseOptions() {
  try {
    return parseArgs({
      options: {
        help: { type: "boolean", short: "h", default: false },
        verbose: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new Trouble(`${wordsOf(error)}\n\n${HELP}`);
  }
}
