import { doorBasics, NOT_HOLDER, WRONG_TYPE } from "./doors.ts";
import { defineScript } from "./script.ts";

/** Entries claimed at a time, before their size is looked at. */
const STEP = 32;

type RawEntry = [id: Buffer, fields: Buffer[]];

/**
 * Claims for the reader what the group handed out to anybody and nobody acknowledged, oldest first; makes the group,
 * with the stream, where it is missing (after FLUSHALL), from the stream's beginning. Only for the holder of the intake
 * lease. An entry that was trimmed while it was pending is lost: it is told in the quarantine in the same step, because
 * Redis names it once.
 *
 * KEYS 1 lease, 2 the stream, 3 quarantine
 * ARGV 1 reader, also the owner of the lease, 2 group, 3 at most so many entries, 4 no further one beyond so many bytes,
 *      5 largest payload; a larger one is put into the quarantine and acknowledged at once, with 6 reason and 7 detail,
 *      8 reason and 9 detail of an entry that was trimmed; the detail begins with the entry's id
 * Returns { -1 } when the lease is another's, { -2 } when the key is no stream, else { trimmed, put aside, entries }.
 */
export const claimFromStreamScript = defineScript(
  `#!lua flags=allow-oom
local quarantine = KEYS[3]
${doorBasics}
local reader, group, stream = ARGV[1], ARGV[2], KEYS[2]
local most, mostBytes, largest = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
if typeOf(KEYS[1]) ~= 'string' or call('GET', KEYS[1]) ~= reader then return {${NOT_HOLDER}} end
if typeOf(stream) ~= 'stream' and typeOf(stream) ~= 'none' then return {${WRONG_TYPE}} end
redis.pcall('XGROUP', 'CREATE', stream, group, '0', 'MKSTREAM')

local function sizeOf(fields)
  local size = 0
  for _, part in ipairs(fields) do size = size + #part end
  return size
end

local entries, bytes, trimmed, aside, cursor = {}, 0, 0, 0, '0-0'
repeat
  local step = math.min(${STEP}, most - #entries)
  local answer = call('XAUTOCLAIM', stream, group, reader, 0, cursor, 'COUNT', step)
  cursor = answer[1]
  for _, entry in ipairs(answer[2]) do
    local size = sizeOf(entry[2])
    if size > largest then
      putAside('stream', ARGV[6], ARGV[7], size, table.concat(entry[2], '\\n'))
      call('XACK', stream, group, entry[1])
      aside = aside + 1
    else
      bytes = bytes + size
      entries[#entries + 1] = entry
    end
  end
  for _, id in ipairs(answer[3]) do
    putAside('stream', ARGV[8], id .. ARGV[9], 0, '')
    trimmed = trimmed + 1
  end
until cursor == '0-0' or #entries >= most or bytes >= mostBytes
return {trimmed, aside, entries}
`,
  (reply) => reply as [number] | [trimmed: number, putAside: number, entries: RawEntry[]],
);

/** What the scripts below begin with: `group` is a table of what XINFO says of it, or nil. */
const groupFacts = `
local call = redis.call
local stream, name = KEYS[1], ARGV[1]
local function facts(list)
  local found = {}
  for at = 1, #list, 2 do found[list[at]] = list[at + 1] end
  return found
end
local group
local groups = redis.pcall('XINFO', 'GROUPS', stream)
if not groups.err then
  for _, one in ipairs(groups) do
    local found = facts(one)
    if found.name == name then group = found end
  end
end
`;

/**
 * Trims the stream to what the group has not acknowledged and about so many entries before that. What is pending or
 * unread stays: the lag that Redis tells is never less than what is unread, and where it tells none, or where what is
 * pending need not be the newest of what was read, nothing is trimmed unless nothing is pending and nothing unread.
 *
 * KEYS 1 the stream   ARGV 1 group, 2 reader, 3 entries to keep
 * Returns how many entries were removed; they go by whole nodes, and some thousand at a time.
 */
export const trimStreamScript = defineScript(
  `#!lua flags=allow-oom
${groupFacts}
if not group then return 0 end
local keep = tonumber(ARGV[3])
local hasUnread = #call('XRANGE', stream, '(' .. group['last-delivered-id'], '+', 'COUNT', 1) > 0
if not hasUnread and group.pending == 0 then
  return call('XTRIM', stream, 'MAXLEN', '~', keep)
end
local lag = group.lag
if not lag or (hasUnread and lag == 0) then return 0 end
if group.pending > 0 then
  local holders = call('XPENDING', stream, name)[4]
  if #holders ~= 1 or holders[1][1] ~= ARGV[2] then return 0 end
end
return call('XTRIM', stream, 'MAXLEN', '~', keep + lag + group.pending)
`,
  (reply) => Number(reply),
);

/**
 * Forgets readers of the group that are gone: nothing is pending with them, and they did nothing for so long.
 *
 * KEYS 1 the stream   ARGV 1 group, 2 the reader that stays, 3 idle for at least so many ms
 * Returns how many were forgotten. One script, because forgetting a reader forgets what is pending with it.
 */
export const forgetReadersScript = defineScript(
  `#!lua flags=allow-oom
${groupFacts}
if not group then return 0 end
local forgotten = 0
for _, one in ipairs(call('XINFO', 'CONSUMERS', stream, name)) do
  local reader = facts(one)
  if reader.name ~= ARGV[2] and reader.pending == 0 and reader.idle >= tonumber(ARGV[3]) then
    call('XGROUP', 'DELCONSUMER', stream, name, reader.name)
    forgotten = forgotten + 1
  end
end
return forgotten
`,
  (reply) => Number(reply),
);

/**
 * What the group has before it.
 *
 * KEYS 1 the stream   ARGV 1 group
 * Returns { entries in the stream, unread or -1 where Redis cannot tell, pending }.
 */
export const streamSizesScript = defineScript(
  `#!lua flags=allow-oom
${groupFacts}
if not group then return {0, 0, 0} end
return {call('XLEN', stream), group.lag or -1, group.pending}
`,
  (reply) => reply as [length: number, unread: number, pending: number],
);
