import { join } from "node:path";
import { buildAll, installPackages } from "./prepare/prepare.mjs";
import { runMain } from "./process/main.mjs";
import { runCommand } from "./process/run-command.mjs";
import { Trouble } from "./process/trouble.mjs";
import { findRedisBinary } from "./redis/binary.mjs";
import { repoRoot } from "./root.mjs";
import { TOOLS } from "./tools/find-tools.mjs";

const HELP = `npm test [-- vitest's own options and file filters]

Installs what is missing, builds, and runs every test against real Redis processes of its own.
What needs Chromium or Python's redis is skipped where that is missing; with REQUIRE_ALL=1 that is a failure.

  --help   this text
`;

await runMain(async (stop) => {
  const args = process.argv.slice(2);
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(HELP);
    return 0;
  }
  await installPackages({ verbose: false, stop });
  await buildAll({ verbose: false, stop });
  const redis = await findRedisBinary({ stop });
  process.stdout.write(`Redis ${redis.version}: ${redis.command}\n`);
  const tools = await findTools(stop);
  const vitest = join(repoRoot, "node_modules", "vitest", "vitest.mjs");
  const env = { ...process.env, ...tools, BELLWIRE_REDIS_SERVER: redis.command };
  const { code } = await runCommand(process.execPath, [vitest, "run", ...args], { env, stop, verbose: true });
  return code;
});

/**
 * The variables that tell the tests where the tools are.
 * @param {AbortSignal} stop
 */
async function findTools(stop) {
  /** @type {Record<string, string>} */
  const variables = {};
  const missing = [];
  for (const tool of TOOLS) {
    const path = await tool.find(stop);
    if (path === undefined)
      missing.push(`${tool.name} was not found: ${tool.tests} cannot be tested.\n  ${tool.install}`);
    else variables[tool.variable] = path;
  }
  if (missing.length === 0) return variables;
  if (process.env.REQUIRE_ALL === "1")
    throw new Trouble([...missing, "REQUIRE_ALL=1 forbids to skip."].join("\n"));
  process.stdout.write(`${missing.map((words) => `SKIPPED  ${words}`).join("\n")}\n`);
  return variables;
}
