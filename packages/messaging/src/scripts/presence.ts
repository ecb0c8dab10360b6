import { defineScript } from "./script.ts";

/**
 * Replaces one process's report.
 *
 * KEYS 1 board   ARGV 1 id of the process, 2 report
 * Returns 1 for the first report of this id, 0 for a later one.
 * A script and not HSET, because only a script may write (allow-oom) while Redis is full, and just then it is asked
 * how everybody is.
 */
export const reportPresenceScript = defineScript(
  `#!lua flags=allow-oom
return redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
`,
  (reply) => Number(reply),
);
