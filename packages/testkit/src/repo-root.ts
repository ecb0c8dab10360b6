import { resolve } from "node:path";

/** Absolute path of the repository's root. Holds for src/ and for dist/, which lie equally deep. */
export const repoRoot: string = resolve(import.meta.dirname, "../../..");
