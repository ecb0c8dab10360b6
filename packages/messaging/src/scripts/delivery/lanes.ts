/** How long what waits may wait, in days: a message after it was due, one out of reach, one whose outcome is unknown. */
export const WAITING_DAYS = 7;
export const PARKED_DAYS = 7;
export const HELD_DAYS = 14;

/** Out of reach: so many at most. The oldest end. */
export const PARKED_MAX = 100_000;

/**
 * Lanes. A lane that is not idle has a state: `place` says where it stands (the ready set of a priority, or `flight`
 * while a message of it is with a worker), `current` which message is in flight or begun, `scheduled` how many are not
 * due, `unreachable` why nobody can be reached there, `returned` when the person came back while a message was in flight,
 * `moved` its new name.
 *
 * - `laneKey(name, priority)`: the list of what waits; `classOf(name)`: the highest priority that waits
 * - `makeReady(name, class, moment)`: collected; `flushReady()` writes
 * - `place(name, moment)`: for a lane with nothing in flight: makes it ready at `moment`, or idle
 * - `park(r, reason, front)`: puts a record among the parked; it was taken out of its lane before, or never was in it
 * - `putToRest(name, moment)`: for a lane that is being taken from: what is left there waits until then; collected,
 *   `flushRests()` writes. `isResting(name, score)`: whether it stands at that moment only because of its rest;
 *   `wakeLane(name)`: then it is ready at once
 * - `takeOut(r)`: takes a waiting record out of wherever it waits, be it with a worker who has not begun
 * - `ending[id]`: the moment at which it ends by itself, or false; collected, `flushDeadlines()` writes. What has none
 *   ends a week after it was accepted: see housekeeping.
 */
export const lanes = `
local ORDER = {'urgent', 'normal', 'bulk'}
local RANK = {urgent = 1, normal = 2, bulk = 3}
local READY = {urgent = readyUrgent, normal = readyNormal, bulk = readyBulk}

local function laneKey(name, priority)
  return lane .. priority .. ':' .. name
end

local readying = {urgent = {}, normal = {}, bulk = {}}
local function makeReady(name, class, moment)
  local list = readying[class]
  list[#list + 1] = moment
  list[#list + 1] = name
end
local function flushReady()
  for class, list in pairs(readying) do
    callMany('ZADD', READY[class], list)
    readying[class] = {}
  end
end

local function isEmpty(name)
  return call('EXISTS', laneKey(name, 'urgent'), laneKey(name, 'normal'), laneKey(name, 'bulk')) == 0
end
local function classOf(name)
  for _, priority in ipairs(ORDER) do
    if call('EXISTS', laneKey(name, priority)) == 1 then return priority end
  end
end

local function rest(name, moment)
  if moment > now then call('ZADD', pace, ms(math.ceil(moment)), name) end
end

local function place(name, moment)
  local state = call('HMGET', laneState .. name, 'place', 'current')
  local was = state[1]
  local class = state[2] and (call('HGET', record .. state[2], 'priority') or 'normal') or classOf(name)
  if was and was ~= 'flight' and was ~= class then
    flushReady()
    call('ZREM', READY[was], name)
  end
  if class then
    makeReady(name, class, ms(math.ceil(moment)))
    if was ~= class then call('HSET', laneState .. name, 'place', class) end
  else
    if was then call('HDEL', laneState .. name, 'place') end
    rest(name, moment)
  end
end

-- For a lane whose message in flight left it.
local function freeLane(name, moment)
  if isEmpty(name) then
    call('HDEL', laneState .. name, 'current', 'place', 'returned')
    return rest(name, moment)
  end
  local class = classOf(name)
  call('HDEL', laneState .. name, 'current', 'returned')
  call('HSET', laneState .. name, 'place', class)
  makeReady(name, class, ms(math.ceil(moment)))
end

local ending = {}
local function flushDeadlines()
  local adding, removing = {}, {}
  for id, moment in pairs(ending) do
    if moment then
      adding[#adding + 1] = moment
      adding[#adding + 1] = id
    else
      removing[#removing + 1] = id
    end
  end
  callMany('ZADD', deadlines, adding)
  callMany('ZREM', deadlines, removing)
  ending = {}
end

local function endAt(r, moment)
  ending[r.id] = ms(math.min(moment, tonumber(r.expires or moment)))
end

local function park(r, reason, front)
  call(front and 'LPUSH' or 'RPUSH', parkedLane .. routeOf(r), r.id)
  call('ZADD', parked, nowText, r.id)
  endAt(r, now + ${PARKED_DAYS} * DAY)
  change(r, 'parked', reason, 'token', '', 'next', '', 'timeline', note(r, line('parked', reason)))
  tell(r, reason)
end

local function unschedule(r)
  call('ZREM', scheduled, r.id)
  local name = laneState .. routeOf(r)
  if call('HINCRBY', name, 'scheduled', '-1') <= 0 then call('HDEL', name, 'scheduled') end
end

local rests = {}
local function putToRest(name, moment)
  local class = classOf(name)
  if not class then
    call('HDEL', laneState .. name, 'place')
    return
  end
  call('HSET', laneState .. name, 'place', class)
  rests[#rests + 1] = {name, class, ms(moment)}
end
local function flushRests()
  if #rests == 0 then return end
  call('ZREMRANGEBYSCORE', resting, '-inf', nowText)
  for _, rest in ipairs(rests) do
    makeReady(unpack(rest))
    call('ZADD', resting, rest[3], rest[1])
  end
  flushReady()
  rests = {}
end

local function isResting(name, score)
  local moment = call('ZSCORE', resting, name)
  return moment and tonumber(moment) == tonumber(score)
end

local function wakeLane(name)
  local ready = READY[call('HGET', laneState .. name, 'place') or '']
  local score = ready and call('ZSCORE', ready, name)
  if not score or not isResting(name, score) then return end
  call('ZADD', ready, nowText, name)
  call('ZREM', resting, name)
end

local function takeOut(r)
  local name = routeOf(r)
  if r.state == 'parked' then
    call('LREM', parkedLane .. name, '-1', r.id)
    call('ZREM', parked, r.id)
  elseif r.state == 'held' then
    call('ZREM', held, r.id)
  elseif r.state == 'scheduled' then
    unschedule(r)
  elseif r.state ~= 'accepted' then
    local was = call('HMGET', laneState .. name, 'current', 'place')
    if was[1] == r.id then
      call('ZREM', taken, r.id)
      call('HDEL', laneState .. name, 'current')
      local ready = READY[was[2]]
      place(name, tonumber(ready and call('ZSCORE', ready, name) or now))
    else
      call('LREM', laneKey(name, r.priority or 'normal'), '-1', r.id)
    end
  end
end

local function waitingIn(name)
  local state = call('HMGET', laneState .. name, 'current', 'scheduled')
  local waiting = (state[1] and 1 or 0) + (state[2] or 0)
  for _, priority in ipairs(ORDER) do waiting = waiting + call('LLEN', laneKey(name, priority)) end
  return waiting
end
`;
