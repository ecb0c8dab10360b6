import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the repository's root. */
export const repoRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Everything that our commands leave behind lies here; git ignores it, and it may be deleted while nothing runs.
 * Tests name a folder of their own.
 */
export const dataFolder = process.env.BELLWIRE_DATA_FOLDER || join(repoRoot, ".data");

/**
 * A path as a reader wants to see it: relative to the repository.
 * @param {string} path
 */
export function shownPath(path) {
  return relative(repoRoot, path) || ".";
}
