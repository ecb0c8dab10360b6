import { defineDeliveryScript } from "./delivery-script.ts";
import { DEAD_DAYS } from "./ends.ts";
import { PARKED_MAX, WAITING_DAYS } from "./lanes.ts";

/** Records looked at by one call. */
const BATCH = 200;

/** Of unknown outcome, and out of their lanes: so many at most. The oldest end. */
export const HELD_MAX = 10_000;

/** While Redis is full, so many finished records make room at each call. */
const FULL_TRIM = 1000;

/**
 * But not those that ended so lately: a bot that heard of one, and was refused because Redis was full, brings it again when
 * there is room, and it was swept and sent meanwhile. What is brought must be known until then.
 */
const FULL_TRIM_AGE_MS = 600_000;

/** So many lanes are looked at by one call, to forget those of which nothing is known any more. */
const LANES_LOOKED_AT = 100;

/**
 * Ends what is over its time, keeps what is out of its lane and what is finished within bounds.
 *
 * KEYS the delivery keys
 * ARGV 1 how long finished records are kept in ms, 2 how many of them (dead letters too), 3 '1' while Redis is full
 * Returns { ended, trimmed, '1' when there may be more to do }.
 */
export const housekeepScript = defineDeliveryScript(
  "allow-oom",
  `
local ended, trimmed = 0, 0

local function conclude(r, to, reason)
  takeOut(r)
  finish(r, to, reason, 'timeline', note(r, line(to, reason)))
  tell(r, reason)
  ending[r.id] = ending[r.id] or false
  ended = ended + 1
end

local function reasonOf(r)
  if r.state == 'parked' then return 'parked_too_long' end
  if r.state == 'held' then return 'unconfirmed' end
  return 'too_old'
end

local function judge(id)
  local r = load(id)
  if not r then
    ending[id] = false
  elseif ENDS[r.state] then
    ending[id] = false
    forgetAll({id})
  elseif r.token then
    -- With a worker: it ends with what the attempt says.
    ending[id] = ms(now + 60000)
  elseif r.expires and tonumber(r.expires) <= now and r.state ~= 'held' then
    if isBegun(r) and r.state ~= 'parked' then
      r.expires = false
      call('HDEL', record .. id, 'expires')
      ending[id] = ms(math.max(tonumber(r.due or 0), tonumber(r.accepted)) + ${WAITING_DAYS} * DAY)
    else
      conclude(r, 'expired', 'ttl')
    end
  else
    conclude(r, 'failed', reasonOf(r))
  end
end

local late = call('ZRANGEBYSCORE', deadlines, '-inf', now, 'LIMIT', 0, ${BATCH})
for _, id in ipairs(late) do judge(id) end
flushDeadlines()

-- What has no deadline of its own ends a week after it was accepted. Each is looked at once, when it is a week old.
local checked = call('HGET', governor, 'checked') or '-inf'
local week = call('ZRANGEBYSCORE', index, '(' .. checked, ms((now - ${WAITING_DAYS} * DAY) * 1000), 'WITHSCORES', 'LIMIT', '0', '${BATCH}')
for at = 1, #week, 2 do
  local r = load(week[at])
  if r and not ENDS[r.state] and not call('ZSCORE', deadlines, r.id) then judge(r.id) end
end
if #week > 0 then call('HSET', governor, 'checked', week[#week]) end
flushDeadlines()

local function endOldest(set, most, reason)
  local excess = math.min(call('ZCARD', set) - most, ${BATCH})
  if excess <= 0 then return end
  for _, id in ipairs(call('ZRANGE', set, 0, excess - 1)) do
    local r = load(id)
    if r then conclude(r, 'failed', reason) else call('ZREM', set, id) end
  end
end
endOldest(parked, ${PARKED_MAX}, 'parked_too_many')
endOldest(held, ${HELD_MAX}, 'held_too_many')

local function forgetLanes()
  local found = call('HSCAN', standing, call('HGET', governor, 'looked_at') or '0', 'COUNT', '${LANES_LOOKED_AT}')
  call('HSET', governor, 'looked_at', found[1])
  for at = 1, #found[2], 2 do
    if not laneOf(found[2][at]).place then notedOf(found[2][at]) end
  end
end
if call('EXISTS', standing) == 1 then forgetLanes() end

trimmed = trim(tonumber(ARGV[1]), tonumber(ARGV[2]), ${BATCH})
if ARGV[3] == '1' then trimmed = trimmed + trim(${FULL_TRIM_AGE_MS}, math.huge, ${FULL_TRIM}) end
local function dropDead(ids)
  callMany('ZREM', dead, ids)
  count('dead_letters_dropped', forgetAll(ids))
  return #ids
end
local tooMany = math.min(call('ZCARD', dead) - tonumber(ARGV[2]), ${BATCH})
if tooMany > 0 then dropDead(call('ZRANGE', dead, '0', ms(tooMany - 1))) end
local tooOld = dropDead(call('ZRANGEBYSCORE', dead, '-inf', ms(now - ${DEAD_DAYS} * DAY), 'LIMIT', '0', '${BATCH}'))
finishScript()
local more = #late == ${BATCH} or #week == 2 * ${BATCH} or trimmed >= ${BATCH} or tooMany == ${BATCH} or tooOld == ${BATCH}
return {ended, trimmed, more and 1 or 0}
`,
  (reply) => reply as [ended: number, trimmed: number, more: number],
);

/**
 * Spends the budget of one send that is no message of the queue.
 *
 * KEYS the delivery keys
 * ARGV 1 lane, 2 interval between two sends in ms, 3 interval between two sends of this lane
 * Returns 0 when it may be sent now, else how many ms to wait.
 */
export const spendScript = defineDeliveryScript(
  "allow-oom",
  `
local name = ARGV[1]
paceOf(tonumber(ARGV[2]))
local room, waitMs = roomFor(1)
local state = laneOf(name).place
local allowed = tonumber(call('ZSCORE', pace, name) or 0)
if state == 'flight' then waitMs = math.max(waitMs, 100) end
waitMs = math.max(waitMs, math.ceil(allowed - now))
if room == 0 or waitMs > 0 then return math.max(1, waitMs) end
spendOne()
keepBudget()
local moment = now + tonumber(ARGV[3])
if moment > now then
  if state then
    local score = readyAt(name, state)
    if score and tonumber(score) < moment then call('ZADD', READY[state], moment, name) end
  else
    call('ZADD', pace, moment, name)
  end
end
return 0
`,
  (reply) => Number(reply),
);
