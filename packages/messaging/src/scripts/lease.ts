import { defineScript } from "./script.ts";

/**
 * Takes a free lease, or renews one's own.
 *
 * KEYS 1 lease   ARGV 1 owner, 2 duration in milliseconds
 * Returns { owner after the call, milliseconds it still lasts }.
 * A script and not SET NX PX, because only a script may write (allow-oom) while Redis is full.
 */
export const holdLeaseScript = defineScript(
  `#!lua flags=allow-oom
local owner = redis.call('GET', KEYS[1])
if owner == false or owner == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return {ARGV[1], tonumber(ARGV[2])}
end
return {owner, redis.call('PTTL', KEYS[1])}
`,
  (reply) => {
    const [owner, remainingMs] = reply as [string, number];
    return { owner: String(owner), remainingMs: Number(remainingMs) };
  },
);

/**
 * Gives a lease back if it is one's own.
 *
 * KEYS 1 lease   ARGV 1 owner
 * Returns 1 when it was given back, 0 when it was not ours.
 */
export const releaseLeaseScript = defineScript(
  `#!lua flags=allow-oom
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`,
  (reply) => Number(reply),
);
