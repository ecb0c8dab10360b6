import { closeSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** One file holds at most this; the one before it is kept beside it, so a part takes at most twice as much. */
const FILE_MAX_BYTES = 16 * 1024 * 1024;

/**
 * A part's whole output, from this start on. Written at once, so that nothing waits in memory and a crash loses nothing.
 * @param {string} path
 */
export function openLogFile(path, maxBytes = FILE_MAX_BYTES) {
  mkdirSync(dirname(path), { recursive: true });
  let file = openSync(path, "w");
  let written = 0;
  let open = true;
  return {
    path,
    /** @param {string} text */
    write(text) {
      if (!open) return;
      if (written > maxBytes) {
        closeSync(file);
        renameSync(path, path.replace(/(\.log)?$/, ".previous.log"));
        file = openSync(path, "w");
        written = 0;
      }
      written += writeSync(file, text);
    },
    /** Callable twice. */
    close() {
      if (open) closeSync(file);
      open = false;
    },
  };
}
