import { defineDeliveryScript } from "./delivery-script.ts";
import { ends } from "./ends.ts";
import { governorBudget } from "./governor.ts";
import { lanes } from "./lanes.ts";

/** So often at most normal or bulk is passed over in a row while it has something due: each keeps a tenth. */
const PASSED_OVER_MAX = 8;

/** Scheduled messages made ready by one call. */
const PROMOTED_MAX = 100;

/**
 * Gives messages that may be sent now, each of another lane, and spends the governor's budget for them.
 *
 * KEYS the delivery keys   ARGV 1 worker, 2 most, 3 lease in ms, 4 interval between two sends in ms, 0 without a limit
 * Returns { wait in ms until to ask again (0: more may be had; -1: nothing waits), '1' when the budget held something
 *      back, token, then per message { id, lane, body, parts sent, attempts, tries, '1' when it is to be held, variant,
 *      accepted } }.
 */
export const takeScript = defineDeliveryScript(
  { flags: "allow-oom", parts: [lanes, ends, governorBudget] },
  `
local worker, most, leaseMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

for _, id in ipairs(call('ZRANGEBYSCORE', scheduled, '-inf', now, 'LIMIT', 0, ${PROMOTED_MAX})) do
  call('ZREM', scheduled, id)
  local r = load(id)
  if r and r.state == 'scheduled' then
    leave(routeOf(r))
    r.due = false
    enqueue(r)
  end
end
call('ZREMRANGEBYSCORE', pace, '-inf', now)

paceOf(tonumber(ARGV[4]))
local room, waitMs = roomFor(most)
local due, starved = {}, {}
local function dueIn(priority)
  local lanesDue = due[priority]
  if not lanesDue then
    lanesDue = {names = call('ZRANGEBYSCORE', READY[priority], '-inf', now, 'LIMIT', 0, room), at = 1}
    due[priority] = lanesDue
  end
  return lanesDue.names[lanesDue.at]
end
local function pick()
  local chosen
  for _, priority in ipairs({'bulk', 'normal'}) do
    if starved[priority] >= ${PASSED_OVER_MAX} and dueIn(priority) then chosen = priority break end
  end
  for _, priority in ipairs(ORDER) do
    if not chosen and dueIn(priority) then chosen = priority end
  end
  return chosen
end
local function notePick(chosen)
  for _, priority in ipairs({'normal', 'bulk'}) do
    starved[priority] = (priority ~= chosen and dueIn(priority)) and starved[priority] + 1 or 0
  end
end

local function nextOf(name)
  local current = call('HGET', laneState .. name, 'current')
  if current then return current end
  for _, priority in ipairs(ORDER) do
    local id = call('LPOP', laneKey(name, priority))
    if id then return id end
  end
end
local WAITS = {queued = true, retrying = true, sending = true}
-- The first message of a lane that is still to be sent; nil when nothing is left there.
local function start(name)
  while true do
    local id = nextOf(name)
    if not id then
      call('HDEL', laneState .. name, 'place')
      return nil
    end
    local r = load(id)
    if r and WAITS[r.state] then
      if not r.expires or tonumber(r.expires) > now or isBegun(r) then return r end
      leave(name)
      finish(r, 'expired', 'ttl', 'timeline', note(r, line('expired', 'ttl')))
      tell(r, 'ttl')
    end
    call('HDEL', laneState .. name, 'current')
  end
end

local messages, unready, leases = {}, {}, {}
local token
if room > 0 then
  local values = call('HMGET', governor, 'starved:normal', 'starved:bulk')
  starved = {normal = tonumber(values[1] or 0), bulk = tonumber(values[2] or 0)}
  local before = {normal = starved.normal, bulk = starved.bulk}
  local chosen = pick()
  while chosen and #messages < room do
    local name = due[chosen].names[due[chosen].at]
    local r = start(name)
    if r then notePick(chosen) end
    due[chosen].at = due[chosen].at + 1
    unready[chosen] = unready[chosen] or {}
    table.insert(unready[chosen], name)
    if r then
      token = token or call('HINCRBY', governor, 'token', 1)
      call('HSET', record .. r.id, 'token', token, 'owner', worker)
      call('HSET', laneState .. name, 'place', 'flight', 'current', r.id)
      leases[#leases + 1] = now + leaseMs
      leases[#leases + 1] = r.id
      local body = call('HGET', record .. r.id, 'body')
      messages[#messages + 1] = {r.id, name, body, r.part or 0, r.attempts or 0, r.tries or 0, r.hold or '',
        r.variant or '', r.accepted}
      spendOne()
    end
    chosen = pick()
  end
  for priority, names in pairs(unready) do call('ZREM', READY[priority], unpack(names)) end
  if token then
    call('ZADD', taken, unpack(leases))
    keepBudget()
    if starved.normal ~= before.normal or starved.bulk ~= before.bulk then
      call('HSET', governor, 'starved:normal', starved.normal, 'starved:bulk', starved.bulk)
    end
  end
end

-- When to ask again: when the budget allows it, or when the next lane or scheduled message is due.
local soonest = math.huge
for _, set in ipairs({readyUrgent, readyNormal, readyBulk, scheduled}) do
  local first = call('ZRANGE', set, 0, 0, 'WITHSCORES')
  if first[2] then soonest = math.min(soonest, first[2]) end
end
local heldBack = 0
if soonest == math.huge then
  waitMs = -1
else
  if #messages > 0 then
    local _, budgetMs = roomFor(1)
    waitMs = budgetMs
  end
  if soonest <= now and waitMs > 0 then heldBack = 1 end
  waitMs = math.max(waitMs, math.ceil(soonest - now), 0)
end
flush()
return {waitMs, heldBack, token or 0, messages}
`,
  (reply) => reply as [waitMs: number, heldBack: number, token: number, messages: (string | number)[][]],
);
