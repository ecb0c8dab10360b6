import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A file of the repository: path relative to its root, with "/". */
/** @typedef {{ path: string, text: string }} SourceFile */

/** Generated, downloaded or ignored; nothing in them is ours to judge, and no document may lead there. */
const SKIPPED_FOLDERS = new Set(["node_modules", "dist", ".git", ".turbo", ".data"]);
const SKIPPED_PATHS = new Set(["e2e/pictures"]);

const TEXT = /\.(ts|tsx|mjs|js|json|md)$/;

/**
 * Every file of the repository, and the text of those that the rules read.
 * @param {string} root
 * @returns {{ paths: Set<string>, files: SourceFile[] }} `paths` holds the folders too
 */
export function readTree(root) {
  /** @type {Set<string>} */
  const paths = new Set();
  /** @type {SourceFile[]} */
  const files = [];
  /** @param {string} folder */
  const walk = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (SKIPPED_FOLDERS.has(entry.name) || SKIPPED_PATHS.has(path)) continue;
      paths.add(path);
      if (entry.isDirectory()) walk(path);
      else if (TEXT.test(path)) files.push({ path, text: readFileSync(join(root, path), "utf8") });
    }
  };
  walk("");
  return { paths, files };
}

/** @param {SourceFile} file */
export function isCode(file) {
  return /\.(ts|tsx|mjs)$/.test(file.path);
}

/**
 * The workspace that a path belongs to; undefined for what lies in no workspace (scripts, root files).
 * @param {string} path
 */
export function workspaceOf(path) {
  return /^(apps\/web\/console|apps\/[^/]+|packages\/[^/]+|e2e|bench\/peers|bench)\//.exec(path)?.[1];
}

/** @param {string} path */
export function isTest(path) {
  return /(^|\/)test\//.test(path) || /^(e2e|bench)\//.test(path);
}
