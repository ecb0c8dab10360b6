import { defineDeliveryScript } from "./delivery-script.ts";

export type StatsReply = [
  depth: (string | number)[],
  oldestMs: number,
  dead: number,
  finished: number,
  queue: number,
  queuePending: number,
  stream: number[],
  factor: string,
  heldMs: number,
  taken: number,
];

/**
 * One look at everything that is counted.
 *
 * KEYS the delivery keys
 * Returns { depth fields and values, ms that the longest waiting waits or -1, dead letters, finished records, length of
 *      the queue door, payloads taken from there and not admitted, { length, unread, pending } of the stream door or {}, factor of the budget, held until or 0, taken }.
 */
export const statsScript = defineDeliveryScript(
  "allow-oom",
  `
local oldest = -1
local function lookAt(set, unitsPerMs)
  local first = call('ZRANGE', set, 0, 0, 'WITHSCORES')
  if first[2] then oldest = math.max(oldest, math.floor(now - first[2] / unitsPerMs)) end
end
for _, set in ipairs({readyUrgent, readyNormal, readyBulk, scheduled}) do lookAt(set, 1) end
lookAt(accepted, 1000)
local stream = {}
local groups = redis.pcall('XINFO', 'GROUPS', streamDoor)
if not groups.err then
  local length = call('XLEN', streamDoor)
  stream = {length, length, 0}
  for _, group in ipairs(groups) do
    local facts = {}
    for at = 1, #group, 2 do facts[group[at]] = group[at + 1] end
    if facts.name == 'bot' then stream = {length, tonumber(facts.lag or 0) or 0, facts.pending} end
  end
end
local queueLength = redis.pcall('LLEN', queueDoor)
if type(queueLength) ~= 'number' then queueLength = 0 end
local takenFromQueue = 0
local readers = redis.pcall('SMEMBERS', queueReaders)
for _, reader in ipairs(readers.err and {} or readers) do
  local length = redis.pcall('LLEN', queuePending .. reader)
  if type(length) == 'number' then takenFromQueue = takenFromQueue + length end
end
local values = call('HMGET', governor, 'factor', 'slowed', 'held')
local factor = 1
if values[1] then factor = math.min(1, values[1] + (1 - values[1]) * math.max(0, now - values[2]) / 60000) end
local heldUntil = tonumber(values[3] or 0)
return {call('HGETALL', depth), oldest, call('ZCARD', dead), call('LLEN', finished), queueLength, takenFromQueue, stream,
  tostring(factor), heldUntil > now and heldUntil or 0, call('HLEN', flight)}
`,
  (reply) => reply as StatsReply,
);
