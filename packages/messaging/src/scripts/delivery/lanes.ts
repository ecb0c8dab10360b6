/** How long what waits may wait, in days: a message after it was due, one out of reach, one whose outcome is unknown. */
export const WAITING_DAYS = 7;
export const PARKED_DAYS = 7;
export const HELD_DAYS = 14;

/**
 * Lanes. A lane that is not idle has a state: `place` says where it stands (the ready set of a priority, or `flight`
 * while a message of it is with a worker), `current` which message is in flight or begun, `waiting` how many wait in it,
 * `unreachable` why nobody can be reached there, `moved` its new name.
 *
 * - `laneKey(name, priority)`: the list of what waits
 * - `place(name, moment)`: for a lane with nothing in flight: makes it ready at `moment`, or idle
 * - `enqueue(r, front)`: brings a record into its lane, or among the scheduled, or the parked; writes its state
 * - `takeOut(r)`: takes a waiting record out of wherever it waits, be it with a worker who has not begun
 * - `park(r, reason)`: puts a record that is in no lane among the parked
 */
export const lanes = `
local ORDER = {'urgent', 'normal', 'bulk'}
local RANK = {urgent = 1, normal = 2, bulk = 3}
local READY = {urgent = readyUrgent, normal = readyNormal, bulk = readyBulk}

local function laneKey(name, priority)
  return lane .. priority .. ':' .. name
end

-- The place of a lane by what waits in it.
local function classOf(name, current)
  if current then
    local priority = call('HGET', record .. current, 'priority')
    if priority then return priority end
  end
  for _, priority in ipairs(ORDER) do
    if call('EXISTS', laneKey(name, priority)) == 1 then return priority end
  end
end

local function place(name, moment)
  local state = call('HMGET', laneState .. name, 'place', 'current')
  local was, class = state[1], classOf(name, state[2])
  if was and was ~= 'flight' and was ~= class then call('ZREM', READY[was], name) end
  if class then
    call('ZADD', READY[class], moment, name)
    if was ~= class then call('HSET', laneState .. name, 'place', class) end
  else
    if was then call('HDEL', laneState .. name, 'place') end
    if moment > now then call('ZADD', pace, moment, name) end
  end
end

local function leave(name)
  if call('HINCRBY', laneState .. name, 'waiting', -1) <= 0 then call('HDEL', laneState .. name, 'waiting') end
end

local function deadlineOf(r, days)
  local latest = now + days * DAY
  local expires = tonumber(r.expires or latest)
  return math.min(latest, expires)
end

local function park(r, reason)
  call('RPUSH', parkedLane .. routeOf(r), r.id)
  call('ZADD', parked, now, r.id)
  call('ZADD', deadlines, deadlineOf(r, ${PARKED_DAYS}), r.id)
  change(r, 'parked', reason, 'token', '', 'next', '', 'timeline', note(r, line('parked', reason)))
  tell(r, reason)
end

local function join(r, front)
  local name = routeOf(r)
  local state = call('HMGET', laneState .. name, 'place', 'current')
  local at, current = state[1], state[2]
  call(front and 'LPUSH' or 'RPUSH', laneKey(name, r.priority), r.id)
  if not at then
    local allowed = tonumber(call('ZSCORE', pace, name) or 0)
    if allowed > 0 then call('ZREM', pace, name) end
    call('ZADD', READY[r.priority], math.max(now, allowed), name)
    call('HSET', laneState .. name, 'place', r.priority)
  elseif at ~= 'flight' and not current and RANK[r.priority] < RANK[at] then
    call('ZADD', READY[r.priority], call('ZSCORE', READY[at], name) or now, name)
    call('ZREM', READY[at], name)
    call('HSET', laneState .. name, 'place', r.priority)
  end
end

local function enqueue(r, front)
  local state = call('HMGET', laneState .. routeOf(r), 'unreachable', 'moved')
  if state[2] then
    r.route = state[2]
    call('HSET', record .. r.id, 'route', r.route)
    state = call('HMGET', laneState .. r.route, 'unreachable')
  end
  if state[1] then return park(r, state[1]) end
  call('HINCRBY', laneState .. routeOf(r), 'waiting', 1)
  local due = tonumber(r.due or 0)
  call('ZADD', deadlines, deadlineOf(r, ${WAITING_DAYS} + math.max(0, due - now) / DAY), r.id)
  if due > now then
    call('ZADD', scheduled, due, r.id)
    change(r, 'scheduled')
  else
    join(r, front)
    change(r, 'queued')
  end
  tell(r, nil, 'door', r.door)
end

local function takeOut(r)
  local name = routeOf(r)
  if r.state == 'parked' then
    call('LREM', parkedLane .. name, 1, r.id)
    call('ZREM', parked, r.id)
    return
  end
  if r.state == 'held' then
    call('ZREM', held, r.id)
    return
  end
  if r.state == 'accepted' then return end
  leave(name)
  if r.state == 'scheduled' then
    call('ZREM', scheduled, r.id)
    return
  end
  local was = call('HMGET', laneState .. name, 'current', 'place')
  if was[1] == r.id then
    call('HDEL', laneState .. name, 'current')
    if call('ZREM', taken, r.id) == 1 or was[2] == 'flight' then place(name, now) end
  else
    call('LREM', laneKey(name, r.priority), 1, r.id)
  end
end
`;
