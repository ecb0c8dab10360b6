/**
 * Lanes in which nobody can be reached, and how they come back.
 *
 * - `suspendLane(name, reason)`: nothing goes there from now on; what waits is parked, in order, but for what is being sent.
 *   `suspended` is the operator's word and is not overruled. Returns how many were parked.
 * - `releaseLane(name, by)`: what is parked goes to the front, in order, unless it was suspended by somebody else: what
 *   the operator suspended only `operator` releases, what the person stopped only `start` or `operator`, and not a mere
 *   `message`. Returns how many were released, or nil when the lane stays suspended.
 * - `moveLane(name, newName)`: the other side gave the chat another id
 * - `releaseRecipient(user)`: what is parked for a recipient goes to its chats. Returns how many were released.
 */
export const suspension = `
-- That nobody can be reached in a lane, or that it moved, is learnt anew after 400 days, unless somebody wanted it so.
local REMEMBERED_SECONDS = '34560000'
local function rememberSuspension(name, reason)
  local key = laneState .. name
  local was = call('HGET', key, 'unreachable')
  if was == 'suspended' or was == 'stopped' and reason ~= 'suspended' then return end
  noteLane(name, 'unreachable', reason)
  if reason == 'suspended' or reason == 'stopped' then
    call('PERSIST', key)
  elseif not was then
    call('EXPIRE', key, REMEMBERED_SECONDS)
  end
end

-- All that waits in the lists of a lane; what is with a worker is not there.
local function parkWaiting(name, reason)
  local parkedNow = 0
  for _, priority in ipairs(ORDER) do
    local key = laneKey(name, priority)
    for _, id in ipairs(call('LRANGE', key, '0', '-1')) do
      local r = load(id)
      if r then
        park(r, reason)
        parkedNow = parkedNow + 1
      end
    end
    call('DEL', key)
    laneOf(name)[priority] = false
  end
  touch(name)
  return parkedNow
end

local function suspendLane(name, reason)
  rememberSuspension(name, reason)
  local l = laneOf(name)
  local parkedNow = 0
  if READY[l.place] then
    local allowed = readyAt(name, l.place)
    unready(name, l.place)
    if allowed and not isResting(name, allowed) then rest(name, tonumber(allowed)) end
    local r = l.current and load(l.current)
    l.place, l.current = nil, false
    if r then
      park(r, reason)
      parkedNow = 1
    end
  end
  return parkedNow + parkWaiting(name, reason)
end

-- From the last to the first, each to the front, so that they keep their order, those too that stay parked.
local function releaseParked(key)
  local ids, released = call('LRANGE', key, '0', '-1'), 0
  call('DEL', key)
  for at = #ids, 1, -1 do
    local id = ids[at]
    local r = load(id)
    if r and r.state == 'parked' and isNowhere(r) then
      call('LPUSH', key, id)
    elseif r and r.state == 'parked' then
      call('ZREM', parked, id)
      call('HSET', record .. id, 'timeline', note(r, line('released')))
      enqueue(r, true)
      if r.state ~= 'parked' then released = released + 1 end
    end
  end
  return released
end

local function releaseLane(name, by)
  local key = laneState .. name
  local reason = call('HGET', key, 'unreachable')
  if reason == 'suspended' and by ~= 'operator' or reason == 'stopped' and by == 'message' then return nil end
  if reason then
    call('HDEL', key, 'unreachable')
    call('PERSIST', key)
  end
  -- The attempt under way may have met a person who was not back yet.
  if laneOf(name).place == 'flight' then noteLane(name, 'returned', nowText) end
  return releaseParked(parkedLane .. name)
end

-- Ready when it is allowed, unless a message of it is under way.
local function placeAgain(name)
  local at = laneOf(name).place
  if at == 'flight' then return end
  local allowed = at and readyAt(name, at) or call('ZSCORE', pace, name)
  place(name, math.max(now, tonumber(allowed or 0)))
end

-- What waits in the old lane goes before what is in the new one, which can only be younger or a stranger's. Who wanted nothing
-- in the old one wants nothing in the new one; what Telegram said of the old one does not hold for the new one. What is under
-- way stays with the old lane until its attempt ends.
local function moveLane(name, newName)
  local old, l = laneState .. name, laneOf(name)
  local reason = call('HGET', old, 'unreachable')
  if READY[l.place] then
    unready(name, l.place)
    local first = l.current and load(l.current)
    if first then push(name, first.priority or 'normal', first.id, true) end
    l.place, l.current = nil, false
  end
  if reason ~= 'stopped' and reason ~= 'suspended' then reason = nil end
  call('HDEL', old, 'unreachable')
  noteLane(name, 'moved', newName)
  call('EXPIRE', old, REMEMBERED_SECONDS)
  movePerson(name, newName)
  if reason then rememberSuspension(newName, reason) end
  reason = call('HGET', laneState .. newName, 'unreachable')
  demote(newName)
  local function moveList(key, newKey, isWaiting)
    local ids = call('LRANGE', key, '0', '-1')
    call('DEL', key)
    for at = #ids, 1, -1 do
      call('HSET', record .. ids[at], 'route', newName, 'rare', '1')
      local r = isWaiting and reason and load(ids[at])
      if r then park(r, reason, true) else call('LPUSH', newKey, ids[at]) end
    end
    return #ids > 0
  end
  moveList(parkedLane .. name, parkedLane .. newName)
  local newLane = laneOf(newName)
  for _, priority in ipairs(ORDER) do
    local some = moveList(laneKey(name, priority), laneKey(newName, priority), true)
    newLane[priority], l[priority] = newLane[priority] or some, false
  end
  touch(name)
  touch(newName)
  if reason then
    suspendLane(newName, reason)
  else
    placeAgain(newName)
    releaseParked(parkedLane .. newName)
  end
end

local function releaseRecipient(user)
  return releaseParked(parkedLane .. '@' .. user)
end
`;
