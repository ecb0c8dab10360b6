import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * Passes `found` on, for `describe.skipIf(!requireTool(...))`. When the tool is missing it says on stderr
 * what is skipped; with REQUIRE_ALL=1 in the environment it throws instead.
 */
export function requireTool(name: string, found: boolean): boolean {
  if (found) return true;
  if (process.env.REQUIRE_ALL === "1") {
    throw new Error(`${name} is missing on this machine, and REQUIRE_ALL=1 forbids to skip its tests`);
  }
  process.stderr.write(`skipped: the tests that need ${name}, which is missing on this machine\n`);
  return false;
}

/** The first of `names` that is an executable file in a folder of PATH, as an absolute path. */
export function findOnPath(names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const name of names) {
    for (const folder of folders) {
      const candidate = join(folder, name);
      if (isExecutable(candidate)) return candidate;
    }
  }
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
