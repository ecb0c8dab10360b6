import { importsOf, packageName } from "./imports.mjs";
import { isCode, isTest, workspaceOf } from "./tree.mjs";

/** @typedef {import("./tree.mjs").SourceFile} SourceFile */
/** @typedef {{ name?: string, dependencies?: Record<string, string>, devDependencies?: Record<string, string> }} Manifest */

/**
 * Tests reach these through the root's node_modules. Declared in the manifests they would make turbo's build
 * order a circle: the test kit is built like any other package.
 */
const FOR_TESTS = new Set(["@bellwire/testkit", "@bellwire/sandbox", "telegraf"]);

/**
 * What is imported must be declared, and what is declared must be used: production images install by the manifests.
 * @param {SourceFile[]} files
 */
export function manifestProblems(files) {
  const manifests = new Map(files.filter((file) => /(^|\/)package\.json$/.test(file.path)).map(readManifest));
  const rootDev = Object.keys(manifests.get("")?.devDependencies ?? {});
  return [...manifests].flatMap(([folder, manifest]) => {
    if (folder === "") return [];
    const own = files.filter((file) => isCode(file) && workspaceOf(file.path) === folder);
    const shipped = Object.keys(manifest.dependencies ?? {});
    const all = [...shipped, ...Object.keys(manifest.devDependencies ?? {}), ...rootDev, manifest.name ?? ""];
    // The page is bundled at build time: everything it uses is a development dependency.
    const forCode = folder === "apps/web/console" || /^(e2e|bench)$/.test(folder) ? all : shipped;
    return [
      ...own.flatMap((file) =>
        undeclared(file, new Set(isTest(file.path) ? [...all, ...FOR_TESTS] : forCode)),
      ),
      ...unused(folder, shipped, own),
    ];
  });
}

/**
 * @param {SourceFile} file
 * @param {Set<string>} declared
 */
function undeclared(file, declared) {
  return importsOf(file)
    .map(({ specifier, line }) => ({ name: packageName(specifier), line }))
    .filter(({ name, line }) => name !== undefined && !declared.has(name) && !isTypeOnly(file, line))
    .map(({ name, line }) => `${file.path}:${line} imports ${name}, which its package.json does not declare`);
}

/**
 * Types disappear in the build; a configuration file runs with the root's packages.
 * @param {SourceFile} file
 * @param {number} line
 */
function isTypeOnly(file, line) {
  return (
    /^\s*(import|export) type\b/.test(file.text.split("\n")[line - 1] ?? "") ||
    /\.config\.ts$/.test(file.path)
  );
}

/**
 * @param {string} folder
 * @param {string[]} shipped
 * @param {SourceFile[]} own
 */
function unused(folder, shipped, own) {
  const used = new Set(own.flatMap((file) => importsOf(file).map(({ specifier }) => packageName(specifier))));
  if (own.length === 0) return [];
  return shipped
    .filter((name) => !used.has(name))
    .map((name) => `${folder}/package.json declares ${name}, which nothing there imports`);
}

/**
 * @param {SourceFile} file
 * @returns {[string, Manifest]}
 */
function readManifest(file) {
  return [file.path.replace(/\/?package\.json$/, ""), JSON.parse(file.text)];
}
