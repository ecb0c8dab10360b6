import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { lockFileProblems } from "./check/lock-file.mjs";
import { readTree } from "./check/tree.mjs";
import { buildAll, installPackages } from "./prepare/prepare.mjs";
import { runMain } from "./process/main.mjs";
import { commandStep, step } from "./process/progress.mjs";
import { runCommand } from "./process/run-command.mjs";
import { Trouble } from "./process/trouble.mjs";
import { repoRoot } from "./root.mjs";

const HELP = `npm run check [-- --without-tests]

Lock file, format, build, lint, types, layout rules, tests; ends at the first that fails.

  --without-tests   leave the tests out (they run by themselves with: npm test)
  --help            this text
`;

const FORMAT_REMEDY = "`npm run format` repairs what can be repaired by itself.";
const LAYOUT_REMEDY = "The rules are in scripts/check; CONTRIBUTING.md says why they are there.";

/** The peers of the benchmark are an installation of their own: no part of the product may come to need them. */
const INSTALLATIONS = ["", "bench/peers/"];

await runMain(async (stop) => {
  const { values } = parseArgs({
    options: {
      help: { type: "boolean", short: "h", default: false },
      "without-tests": { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  await installPackages({ verbose: false, stop });
  await step("Lock files", async () => checkLockFiles());
  await tool("Format and lint", ["@biomejs/biome/bin/biome", "check", "."], FORMAT_REMEDY, stop);
  // Lint with types sees a package of ours as others see it: by what was built of it.
  await buildAll({ verbose: false, stop });
  await tool(
    "Lint with types",
    ["oxlint/bin/oxlint", "--type-aware", "--deny-warnings"],
    "Repair what it names.",
    stop,
  );
  for (const project of ["tsconfig.json", "apps/web/console/tsconfig.json"]) {
    if (!existsSync(join(repoRoot, project))) continue;
    await tool(
      `Types of ${project}`,
      ["typescript/bin/tsc", "--noEmit", "-p", project],
      "Repair what it names.",
      stop,
    );
  }
  await tool(
    "Layout rules",
    ["vitest/vitest.mjs", "run", "scripts/test/layout.test.ts", "scripts/test/check"],
    LAYOUT_REMEDY,
    stop,
  );
  if (!values["without-tests"]) await runTests(stop);
  process.stdout.write("Everything checked is in order.\n");
  return 0;
});

/**
 * @param {string} label
 * @param {[string, ...string[]]} command a file under node_modules, and its arguments
 * @param {string} remedy
 * @param {AbortSignal} stop
 */
async function tool(label, [file, ...args], remedy, stop) {
  const path = join(repoRoot, "node_modules", file);
  await commandStep(label, () => runCommand(process.execPath, [path, ...args], { stop }), remedy);
}

/** @param {AbortSignal} stop */
async function runTests(stop) {
  process.stdout.write("Tests …\n");
  const { code } = await runCommand(process.execPath, [join(repoRoot, "scripts", "test.mjs")], {
    stop,
    verbose: true,
  });
  if (code !== 0) throw new Trouble("Tests failed. One file alone: npm test -- <path>");
}

function checkLockFiles() {
  const { files } = readTree(repoRoot);
  const problems = INSTALLATIONS.flatMap((root) => {
    const manifests = files
      // Examples are programs of others, who install what they need.
      .filter(({ path }) => /(^|\/)package\.json$/.test(path) && !path.startsWith("examples/"))
      .filter(({ path }) => installationOf(path) === root)
      .map(({ path, text }) => ({
        path: path.slice(root.length).replace(/\/?package\.json$/, ""),
        content: JSON.parse(text),
      }));
    const lock = JSON.parse(readFileSync(join(repoRoot, root, "package-lock.json"), "utf8"));
    return lockFileProblems(lock.packages, manifests).map((words) => `${root}${words}`);
  });
  if (problems.length > 0) {
    throw new Trouble(
      `${problems.join("\n")}\n\nA lock file is not in order. \`npm install\` writes it anew; a package whose\n` +
        "platforms the registry does not have in full needs an older version.",
    );
  }
}

/** @param {string} path */
function installationOf(path) {
  return INSTALLATIONS.findLast((root) => path.startsWith(root));
}
