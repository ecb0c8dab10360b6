import { defineScript } from "./script.ts";

export type DoorsReply = [
  holder: string,
  remainingMs: number,
  subscribers: number,
  bots: number,
  lists: (string | number)[],
  consumers: (string | number)[] | string,
  lag: number,
];

/**
 * One look at who stands at the doors. A key that holds something else, which a stranger put there, counts as empty.
 *
 * KEYS 1 intake lease, 2 the readers of the queue, 3 the stream
 * ARGV 1 channel of notifications, 2 channel of the bots, 3 start of the names of pending lists, 4 group of the stream,
 *      5 at most so many lists and consumers
 * Returns { who takes in or '', milliseconds that the lease still lasts, subscribers of the channel, bots, names of
 *      readers and lengths of their lists, names of consumers with what is pending and since when they are idle or ''
 *      where there is no group, entries not given to the group yet or -1 where Redis cannot tell }.
 */
export const doorsViewScript = defineScript(
  `#!lua flags=allow-oom
local call, pcall = redis.call, redis.pcall
local function facts(reply)
  local found = {}
  for at = 1, #reply, 2 do found[reply[at]] = reply[at + 1] end
  return found
end

local holder = pcall('GET', KEYS[1])
if type(holder) ~= 'string' or string.match(holder, '^left ') then holder = '' end

local lists, readers = {}, pcall('SMEMBERS', KEYS[2])
for at = 1, math.min(#readers, ARGV[5]) do
  local length = pcall('LLEN', ARGV[3] .. readers[at])
  lists[#lists + 1] = readers[at]
  lists[#lists + 1] = type(length) == 'number' and length or 0
end

local consumers, lag = '', -1
local groups = pcall('XINFO', 'GROUPS', KEYS[3])
for _, reply in ipairs(groups) do
  local group = facts(reply)
  if group.name == ARGV[4] then
    lag = group.lag or -1
    consumers = {}
    local readers = call('XINFO', 'CONSUMERS', KEYS[3], ARGV[4])
    for at = 1, math.min(#readers, ARGV[5]) do
      local consumer = facts(readers[at])
      consumers[#consumers + 1] = consumer.name
      consumers[#consumers + 1] = consumer.pending
      consumers[#consumers + 1] = consumer.idle
    end
  end
end

local listening = call('PUBSUB', 'NUMSUB', ARGV[1], ARGV[2])
return {holder, call('PTTL', KEYS[1]), listening[2], listening[4], lists, consumers, lag}
`,
  (reply) => reply as DoorsReply,
);
