import { defineScript } from "./script.ts";

/** What a lease holds that nobody has, and that for a while only those may take who heard its owner say that it leaves. */
const LEFT = "left ";

/**
 * Takes a free lease, or renews one's own. A key that cannot be a living lease counts as free: one of another type,
 * without an end, or with an end a hundred times later than owners ask for (the clock of Redis was set back).
 *
 * What is remembered beyond the lease is its last change of owner, as `<owner> <tenure> after <owner before>`. An owner
 * whose lease ran out and whom nobody followed goes on with the tenure that it had.
 *
 * KEYS 1 lease, 2 what is remembered
 * ARGV 1 owner, 2 duration in milliseconds, 3 the last owner that was heard to leave, or '', 4 the number of a tenure
 *      that begins now, which this owner never had
 * Returns { owner after the call, or '' where it was left to others, milliseconds it still lasts, number of the tenure
 *      where it is the caller's, else 0, the owner before that tenure, or '' where that is not known; where it is not
 *      the caller's, the one who has or left it }.
 * A script and not SET NX PX, because only a script may write (allow-oom) while Redis is full.
 */
export const holdLeaseScript = defineScript(
  `#!lua flags=allow-oom
local function read(key) return redis.call('TYPE', key).ok == 'string' and redis.call('GET', key) end
local owner, remaining = read(KEYS[1]), redis.call('PTTL', KEYS[1])
local alive = owner and remaining >= 0 and remaining <= 100 * tonumber(ARGV[2])
local leaver = alive and string.match(owner, '^${LEFT}(.*)')
if leaver and leaver ~= ARGV[3] then return {'', remaining, 0, leaver} end
if alive and not leaver and owner ~= ARGV[1] then return {owner, remaining, 0, owner} end
local last, tenure, before = string.match(read(KEYS[2]) or '', '^(%S+) (%d+) after (%S*)$')
if last ~= ARGV[1] then
  tenure, before = ARGV[4], last or ''
  redis.call('SET', KEYS[2], ARGV[1] .. ' ' .. tenure .. ' after ' .. before)
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {ARGV[1], tonumber(ARGV[2]), tonumber(tenure), before}
`,
  (reply) => {
    const [owner, remainingMs, tenure, before] = reply as [string, number, number, string];
    return {
      owner: String(owner),
      remainingMs: Number(remainingMs),
      tenure: Number(tenure),
      before: String(before),
    };
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
