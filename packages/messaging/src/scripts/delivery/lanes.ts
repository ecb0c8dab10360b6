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
 * - `ending[id]`: the moment at which it ends by itself, or false; `flushDeadlines()` writes them all, once
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
    call('ZADD', READY[class], ms(math.ceil(moment)), name)
    if was ~= class then call('HSET', laneState .. name, 'place', class) end
  else
    if was then call('HDEL', laneState .. name, 'place') end
    if moment > now then call('ZADD', pace, ms(math.ceil(moment)), name) end
  end
end

local function leave(name)
  local left = call('HINCRBY', laneState .. name, 'waiting', '-1')
  if left <= 0 then call('HDEL', laneState .. name, 'waiting') end
  return left
end

-- When which of them ends by itself, written by flushDeadlines; false: not any more.
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

local function deadlineOf(r, days)
  local latest = now + days * DAY
  local expires = tonumber(r.expires or latest)
  return ms(math.min(latest, expires))
end

local function park(r, reason)
  call('RPUSH', parkedLane .. routeOf(r), r.id)
  call('ZADD', parked, nowText, r.id)
  ending[r.id] = deadlineOf(r, ${PARKED_DAYS})
  change(r, 'parked', reason, 'token', '', 'next', '', 'timeline', note(r, line('parked', reason)))
  tell(r, reason)
end

local paceKept = call('EXISTS', pace) == 1
-- \`state\`: place, current, unreachable, moved and waiting of the lane.
local function join(r, front, name, state)
  local at, waiting = state[1], string.format('%d', (state[5] or 0) + 1)
  call(front and 'LPUSH' or 'RPUSH', laneKey(name, r.priority), r.id)
  if not at then
    local moment = nowText
    local allowed = paceKept and call('ZSCORE', pace, name)
    if allowed then
      call('ZREM', pace, name)
      if tonumber(allowed) > now then moment = allowed end
    end
    call('ZADD', READY[r.priority], moment, name)
    call('HSET', laneState .. name, 'place', r.priority, 'waiting', waiting)
  elseif at ~= 'flight' and not state[2] and RANK[r.priority] < RANK[at] then
    call('ZADD', READY[r.priority], call('ZSCORE', READY[at], name) or now, name)
    call('ZREM', READY[at], name)
    call('HSET', laneState .. name, 'place', r.priority, 'waiting', waiting)
  else
    call('HSET', laneState .. name, 'waiting', waiting)
  end
end

-- Where a record goes that is to wait: parked, scheduled or queued. Writes all but the record itself.
local function route(r, front)
  local name = routeOf(r)
  local state = call('HMGET', laneState .. name, 'place', 'current', 'unreachable', 'moved', 'waiting')
  if state[4] then
    name = state[4]
    r.route = name
    call('HSET', record .. r.id, 'route', name, 'rare', '1')
    state = call('HMGET', laneState .. name, 'place', 'current', 'unreachable', 'moved', 'waiting')
  end
  if state[3] then return 'parked', state[3] end
  local due = tonumber(r.due or 0)
  ending[r.id] = deadlineOf(r, ${WAITING_DAYS} + math.max(0, due - now) / DAY)
  if due <= now then
    join(r, front, name, state)
    return 'queued'
  end
  call('ZADD', scheduled, r.due, r.id)
  call('HINCRBY', laneState .. name, 'waiting', '1')
  return 'scheduled'
end

local function enqueue(r, front)
  local to, reason = route(r, front)
  if to == 'parked' then return park(r, reason) end
  change(r, to)
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
