import { posix } from "node:path";
import { importsOf, packageName } from "./imports.mjs";
import { isCode, isTest, workspaceOf } from "./tree.mjs";

/** @typedef {import("./tree.mjs").SourceFile} SourceFile */

/** What the shipped code of each workspace may import of ours. Everything else of ours is for tests and commands. */
/** @type {Record<string, string[]>} */
const ALLOWED = {
  "apps/web": ["@bellwire/messaging", "@bellwire/runtime", "@bellwire/schema"],
  "apps/bot": ["@bellwire/messaging", "@bellwire/runtime", "@bellwire/schema"],
  "apps/web/console": ["@bellwire/schema"],
};

/** Apps are started as processes, never imported. */
const APPS = new Set(["@bellwire/web", "@bellwire/bot", "@bellwire/console"]);

/**
 * Where each vendor may be known. `tests`: where tests may use it directly, as the other side of the wire.
 * @type {{ vendor: RegExp, code: RegExp, tests: RegExp }[]}
 */
const CORNERS = [
  {
    vendor: /^(express|helmet|@types\/express.*)$/,
    code: /^(apps\/web\/src\/http|examples)\//,
    tests: /^(apps\/web\/test|bench)\//,
  },
  {
    vendor: /^(telegraf|undici)$/,
    code: /^apps\/bot\/src\/telegram\//,
    tests: /^(apps\/bot\/test|packages\/sandbox\/test|bench)\//,
  },
  {
    vendor: /^ioredis$/,
    code: /^packages\/(messaging|testkit)\/src\//,
    tests: /^(packages\/(messaging|testkit)\/test|bench)\//,
  },
  {
    vendor: /^rate-limiter-flexible$/,
    code: /^packages\/messaging\/src\//,
    tests: /^packages\/messaging\/test\//,
  },
  {
    vendor: /^(pino|prom-client|close-with-grace)$/,
    code: /^packages\/runtime\/src\//,
    tests: /^(packages\/runtime\/test|bench)\//,
  },
  {
    vendor: /^standardwebhooks$/,
    code: /^(apps\/web\/src\/webhooks|examples)\//,
    tests: /^(apps\/web\/test|examples)\//,
  },
  { vendor: /^uqr$/, code: /^apps\/web\/src\/http\//, tests: /^apps\/web\/test\// },
  { vendor: /^(react|react-dom)$/, code: /^apps\/web\/console\//, tests: /^apps\/web\/console\// },
  { vendor: /^playwright-core$/, code: /^e2e\//, tests: /^e2e\// },
];

/**
 * Breaches of "dependencies point one way" and "each vendor stays in its corner".
 * @param {SourceFile[]} files
 */
export function dependencyProblems(files) {
  return files.filter(isCode).flatMap((file) =>
    importsOf(file).flatMap(({ specifier, line }) => {
      const problem = specifier.startsWith(".")
        ? relativeProblem(file.path, specifier)
        : bareProblem(file.path, specifier);
      return problem === undefined ? [] : [`${file.path}:${line} imports ${specifier}: ${problem}`];
    }),
  );
}

/**
 * @param {string} path
 * @param {string} specifier
 */
function relativeProblem(path, specifier) {
  const target = posix.join(posix.dirname(path), specifier);
  // Tests may use each other's examples: what one side refuses, the whole must refuse.
  if (isTest(path) && /^packages\/[^/]+\/test\//.test(target)) return undefined;
  if (workspaceOf(`${target}/`) !== workspaceOf(path)) return "a relative path may not leave its workspace";
  if (!isTest(path) && isTest(target)) return "shipped code may not import tests";
  return undefined;
}

/**
 * @param {string} path
 * @param {string} specifier
 */
function bareProblem(path, specifier) {
  const name = packageName(specifier);
  if (name === undefined) return undefined;
  const test = isTest(path);
  if (name.startsWith("@bellwire/")) return ownProblem(path, name, test);
  const corner = CORNERS.find(({ vendor }) => vendor.test(name));
  if (corner === undefined || (test ? corner.tests : corner.code).test(path)) return undefined;
  return `it belongs into ${corner.code.source.replaceAll("\\", "")}`;
}

/**
 * @param {string} path
 * @param {string} name
 * @param {boolean} test
 */
function ownProblem(path, name, test) {
  if (APPS.has(name)) return "an app is a process, nobody imports it";
  const workspace = workspaceOf(path);
  if (test || workspace === undefined) return undefined;
  return (ALLOWED[workspace] ?? []).includes(name) ? undefined : `${workspace} may not depend on it`;
}
