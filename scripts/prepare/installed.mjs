import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** @typedef {{ version?: string, integrity?: string, resolved?: string, link?: boolean, optional?: boolean }} LockEntry */
/** @typedef {Record<string, LockEntry>} LockEntries */

/**
 * Whether node_modules holds what the lock file asks for. npm writes its own lock file into node_modules at the
 * end of every install: comparing the two notices an interrupted install, a new version and a removed folder.
 * @param {string} root
 */
export function isInstalled(root) {
  const wanted = readEntries(join(root, "package-lock.json"));
  const present = readEntries(join(root, "node_modules", ".package-lock.json"));
  if (wanted === undefined || present === undefined) return false;
  return (
    differences(wanted, present).length === 0 &&
    Object.keys(present).every((path) => existsSync(join(root, path)))
  );
}

/**
 * The paths on which the two lock files disagree. An optional package of another platform may be absent.
 * @param {LockEntries} wanted
 * @param {LockEntries} present
 */
export function differences(wanted, present) {
  const missing = Object.entries(wanted).filter(([path, entry]) => {
    const other = present[path];
    if (path === "") return false;
    if (other === undefined) return entry.optional !== true;
    return other.version !== entry.version || (entry.link === true && other.resolved !== entry.resolved);
  });
  const surplus = Object.keys(present).filter((path) => wanted[path] === undefined);
  return [...missing.map(([path]) => path), ...surplus];
}

/**
 * @param {string} file
 * @returns {LockEntries | undefined}
 */
function readEntries(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}
