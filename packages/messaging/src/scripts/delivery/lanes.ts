/** How long what waits may wait, in days: a message after it was due, one out of reach, one whose outcome is unknown. */
export const WAITING_DAYS = 7;
export const PARKED_DAYS = 7;
export const HELD_DAYS = 14;

/** Out of reach: so many at most. The oldest end. */
export const PARKED_MAX = 100_000;

/**
 * Lanes, and what waits outside of them. Of each lane a hash tells, where there is something to tell: `scheduled`, how
 * many are not due; `unreachable`, why nobody can be reached there; `returned`, when the person came back while a message
 * was in flight; `moved`, its new name.
 *
 * - `place(name, moment)`: for a lane with nothing in flight: makes it ready at `moment`, or idle; `freeLane(name, moment)`:
 *   for one whose message in flight left it; `vacate(name)`: the same, and it stays where it is
 * - `demote(name)`: what comes next goes back to the front of those that wait, unless it is begun
 * - `notedOf(name)`: why nobody can be reached in it, and its new name, false where there is none
 * - `park(r, reason, front)`: puts a record among the parked; it was taken out of its lane before, or never was in it
 * - `putToRest(name, moment)`: for a lane that is being taken from: what is left there waits until then; collected,
 *   `flushRests()` writes. `isResting(name, score)`: whether it stands at that moment only because of its rest;
 *   `wakeLane(name)`: then it is ready at once
 * - `takeOut(r)`: takes a waiting record out of wherever it waits, be it with a worker who has not begun
 * - `ending[id]`: the moment at which it ends by itself, or false; collected, `flushDeadlines()` writes. What has none
 *   ends a week after it was accepted: see housekeeping.
 */
export const lanes = `
local function notedOf(name)
  local l = laneOf(name)
  if not l.noted then return false, false end
  local facts = call('HMGET', laneState .. name, 'unreachable', 'moved', 'returned')
  if not facts[1] and not facts[2] and not facts[3] then
    l.noted = false
    touch(name)
  end
  return facts[1], facts[2]
end
local function noteLane(name, field, value)
  laneOf(name).noted = true
  touch(name)
  call('HSET', laneState .. name, field, value)
end

local function rest(name, moment)
  if moment > now then call('ZADD', pace, ms(math.ceil(moment)), name) end
end

local function demote(name)
  local l = laneOf(name)
  local r = l.current and load(l.current)
  if not r or isBegun(r) then return end
  push(name, r.priority or 'normal', r.id, true)
  l.current = false
  touch(name)
end

local function place(name, moment)
  local l = laneOf(name)
  local class = l.current and (call('HGET', record .. l.current, 'priority') or 'normal') or classOf(name)
  if l.place and l.place ~= 'flight' and l.place ~= class then unready(name, l.place) end
  l.place = class
  touch(name)
  if class then makeReady(name, class, ms(math.ceil(moment))) else rest(name, moment) end
end

local function vacate(name)
  local l = laneOf(name)
  l.current, l.place = false, nil
  touch(name)
  if l.noted then call('HDEL', laneState .. name, 'returned') end
end
local function freeLane(name, moment)
  vacate(name)
  place(name, moment)
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
  change(r, 'parked', reason, 'next', '', 'timeline', note(r, line('parked', reason)))
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
  laneOf(name).place = class
  touch(name)
  if class then rests[#rests + 1] = {name, class, ms(moment)} end
end
local function flushRests()
  if #rests == 0 then return end
  call('ZREMRANGEBYSCORE', resting, '-inf', nowText)
  for _, rest in ipairs(rests) do
    makeReady(unpack(rest))
    call('ZADD', resting, rest[3], rest[1])
  end
  rests = {}
end

local function isResting(name, score)
  local moment = call('ZSCORE', resting, name)
  return moment and tonumber(moment) == tonumber(score)
end

local function wakeLane(name)
  local at = laneOf(name).place
  local score = READY[at] and readyAt(name, at)
  if not score or not isResting(name, score) then return end
  makeReady(name, at, nowText)
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
    local l = laneOf(name)
    if l.current == r.id then
      local allowed = READY[l.place] and readyAt(name, l.place)
      l.current = false
      place(name, tonumber(allowed or now))
    else
      call('LREM', laneKey(name, r.priority or 'normal'), '-1', r.id)
    end
  end
end

local function waitingIn(name)
  local l = laneOf(name)
  local waiting = (l.current and 1 or 0) + (call('HGET', laneState .. name, 'scheduled') or 0)
  for _, priority in ipairs(ORDER) do
    if l[priority] then waiting = waiting + call('LLEN', laneKey(name, priority)) end
  end
  return waiting
end
`;
