import { exportCount } from "./imports.mjs";
import { isCode, isTest } from "./tree.mjs";

/** @typedef {import("./tree.mjs").SourceFile} SourceFile */

const FILE_LINES_MAX = 300;
const MAIN_LINES_MAX = 30;
const EXPORTS_MAX = 8;

/** Names that say nothing about what is inside. */
const FOLDER_NAMES = new Set(["utils", "common", "helpers", "shared", "lib"]);

/** The environment is read once and checked: in the config.ts of an app, with the reader of packages/runtime. */
const READS_ENVIRONMENT =
  /^(apps\/[^/]+\/src\/config\.ts|packages\/(runtime|testkit)\/src\/|scripts\/|examples\/)/;

/**
 * Breaches of the rules about single files.
 * @param {SourceFile[]} files
 */
export function fileProblems(files) {
  return files.filter(isCode).flatMap((file) => {
    const folders = file.path.split("/").slice(0, -1);
    const lines = file.text.trimEnd().split("\n").length;
    const problems = [
      folders.some((name) => FOLDER_NAMES.has(name)) && "lies in a folder whose name says nothing",
      lines > FILE_LINES_MAX && `has ${lines} lines; ${FILE_LINES_MAX} are the limit`,
      /^apps\/[^/]+\/src\/main\.ts$/.test(file.path) &&
        lines > MAIN_LINES_MAX &&
        `has ${lines} lines; a main.ts has at most ${MAIN_LINES_MAX}`,
      !/(^|\/)index\.ts$/.test(file.path) &&
        exportCount(file.text) > EXPORTS_MAX &&
        `exports ${exportCount(file.text)} names; ${EXPORTS_MAX} are the limit`,
      !/\.config\.ts$/.test(file.path) && /^export default\b/m.test(file.text) && "has a default export",
      !isTest(file.path) &&
        !READS_ENVIRONMENT.test(file.path) &&
        /\bprocess\.env\b/.test(file.text) &&
        "reads process.env; only config.ts does",
    ];
    return problems.filter((words) => typeof words === "string").map((words) => `${file.path} ${words}`);
  });
}

/**
 * Tests lie at the path of what they test: src/a/b.ts, test/a/b.test.ts. A test of a folder as a whole has the
 * folder's name; one file may have several tests: b.malformed.test.ts. What tests a package as a whole lies at
 * the top and imports several of its files.
 * @param {SourceFile[]} files
 * @param {Set<string>} paths of files and folders
 */
export function testPathProblems(files, paths) {
  return files.flatMap(({ path, text }) => {
    const match = /^((?:apps|packages)\/[^/]+\/|scripts\/)test\/(.+)\.test\.tsx?$/.exec(path);
    if (match === null) return [];
    const [, base = "", rest = ""] = match;
    const folder = base === "scripts/" ? base : `${base}src/`;
    const stems = [rest, rest.replace(/\.[^./]+$/, "")];
    const found = stems.some((stem) =>
      ["", ".ts", ".tsx", ".mjs"].some((ending) => paths.has(`${folder}${stem}${ending}`)),
    );
    const ofPackage = !rest.includes("/") && (text.match(/"\.\.\/src\/[^"]+"/g)?.length ?? 0) > 1;
    return found || ofPackage ? [] : [`${path} tests nothing: there is no ${folder}${rest}`];
  });
}
