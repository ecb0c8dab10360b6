import { defineScript } from "./script.ts";

/** What a lease holds that nobody has, and that for a while only those may take who heard its owner say that it leaves. */
const LEFT = "left ";

/**
 * Takes a free lease, or renews one's own. A key that cannot be a living lease counts as free: one of another type,
 * without an end, or with an end a hundred times later than owners ask for (the clock of Redis was set back).
 *
 * KEYS 1 lease   ARGV 1 owner, 2 duration in milliseconds, 3 the last owner that was heard to leave, or ''
 * Returns { owner after the call, or '' where it was left to others, milliseconds it still lasts }.
 * A script and not SET NX PX, because only a script may write (allow-oom) while Redis is full.
 */
export const holdLeaseScript = defineScript(
  `#!lua flags=allow-oom
local owner = redis.call('TYPE', KEYS[1]).ok == 'string' and redis.call('GET', KEYS[1])
local remaining = redis.call('PTTL', KEYS[1])
local alive = owner and remaining >= 0 and remaining <= 100 * tonumber(ARGV[2])
local isLeft = alive and string.sub(owner, 1, ${LEFT.length}) == '${LEFT}'
if isLeft and string.sub(owner, ${LEFT.length + 1}) ~= ARGV[3] then return {'', remaining} end
if alive and not isLeft and owner ~= ARGV[1] then return {owner, remaining} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {ARGV[1], tonumber(ARGV[2])}
`,
  (reply) => {
    const [owner, remainingMs] = reply as [string, number];
    return { owner: String(owner), remainingMs: Number(remainingMs) };
  },
);

/**
 * Says something about a lease on a channel if it is one's own.
 *
 * KEYS 1 lease   ARGV 1 owner, 2 channel, 3 what is said
 * Returns how many subscribers were told, or -1 when the lease is not ours and nobody was.
 */
export const announceLeaseScript = defineScript(
  `#!lua flags=allow-oom
if redis.call('TYPE', KEYS[1]).ok ~= 'string' or redis.call('GET', KEYS[1]) ~= ARGV[1] then return -1 end
return redis.call('PUBLISH', ARGV[2], ARGV[3])
`,
  (reply) => Number(reply),
);

/**
 * Gives a lease back if it is one's own, and says so on a channel in the same moment: whoever hears that channel and
 * another one on one connection knows which messages came before and which after.
 *
 * KEYS 1 lease
 * ARGV 1 owner, 2 channel; the owner is published on it, 3 for so many milliseconds it is left to those who heard that
 *      the owner leaves, 0 to set it free for everybody
 * Returns how many subscribers were told, or -1 when the lease was not ours and nobody was.
 */
export const releaseLeaseScript = defineScript(
  `#!lua flags=allow-oom
if redis.call('TYPE', KEYS[1]).ok ~= 'string' or redis.call('GET', KEYS[1]) ~= ARGV[1] then return -1 end
if tonumber(ARGV[3]) > 0 then
  redis.call('SET', KEYS[1], '${LEFT}' .. ARGV[1], 'PX', ARGV[3])
else
  redis.call('DEL', KEYS[1])
end
return redis.call('PUBLISH', ARGV[2], ARGV[1])
`,
  (reply) => Number(reply),
);
