import { WAITING_DAYS } from "./lanes.ts";

/**
 * Where a record goes: which chat, and whether it waits there, is not due yet, or cannot be sent.
 *
 * - `route(r, front)`: brings a record into its lane, or among the scheduled, and says which: `queued`, `scheduled`, or
 *   `parked` and why, which is for the caller to do. Which chat that is, is decided anew each time; further chats of a
 *   recipient get their copies.
 * - `isNowhere(r)`: its recipient is linked to no chat; `hasLeft(r)`: the chat it was addressed to is not its recipient's any more
 * - `leaveChat(r)`: for what was taken out of its lane because the chat was unlinked
 * - `enqueue(r, front)`: does what `route` says, changes the record and tells
 */
export const routing = `
local paceKept = call('EXISTS', pace) == 1
local function join(r, front, name)
  local l, priority = laneOf(name), r.priority or 'normal'
  if not l.place then
    local moment = nowText
    local allowed = paceKept and call('ZSCORE', pace, name)
    if allowed then
      call('ZREM', pace, name)
      if tonumber(allowed) > now then moment = allowed end
    end
    l.current, l.place = r.id, priority
    makeReady(name, priority, moment)
    return touch(name)
  end
  local at = l.place
  local overtakes = at ~= 'flight' and RANK[priority] < RANK[at]
  if at ~= 'flight' and (front or overtakes) then demote(name) end
  push(name, priority, r.id, front)
  if overtakes and not l.current then
    local score = readyAt(name, at)
    unready(name, at)
    makeReady(name, priority, wishesKept and isResting(name, score) and nowText or score)
    l.place = priority
    touch(name)
  end
end

local function forgetRoute(r)
  if r.route then call('HDEL', record .. r.id, 'route') end
  r.route = false
end

local function routeTo(r, name)
  if routeOf(r) == name then return end
  r.route, r.rare = name, '1'
  call('HSET', record .. r.id, 'route', name, 'rare', '1')
end

-- Into the lane that it is addressed to. Where others of its priority wait already, somebody can be reached and something is
-- next, so there is nothing else to see to.
local function enter(r, front)
  local name = routeOf(r)
  local waits = not front and call('RPUSHX', laneKey(name, r.priority or 'normal'), r.id) > 0
  if not waits then
    local unreachable, moved = notedOf(name)
    if moved then
      name = moved
      routeTo(r, name)
      unreachable = notedOf(name)
    end
    if unreachable then return 'parked', unreachable end
  end
  if r.due or r.expires then
    endAt(r, now + ${WAITING_DAYS} * DAY)
  elseif r.rare then
    ending[r.id] = false
  end
  if not waits then join(r, front, name) end
  return 'queued'
end

local function schedule(r)
  endAt(r, r.due + ${WAITING_DAYS} * DAY)
  call('ZADD', scheduled, r.due, r.id)
  call('HINCRBY', laneState .. routeOf(r), 'scheduled', '1')
  return 'scheduled'
end

-- A record of its own for a further chat.
local function copyTo(r, name, front)
  local id = copyId(r.id, name)
  if call('EXISTS', record .. id) == 1 then return end
  local copy = {id = id, lane = r.lane, route = name, priority = r.priority or 'normal', fingerprint = '', rare = '1',
    body = r.body or call('HGET', record .. r.id, 'body'), expires = r.expires, hold = r.hold, replace = r.replace,
    category = r.category, linked = r.linked}
  write(copy, r.door, r.accepted, 'queued')
  flushIndexes()
  supersede(copy)
  local to, reason = enter(copy, front)
  if to == 'parked' then return park(copy, reason, front) end
  tell(copy, nil, 'door', copy.door)
end

-- It is for a recipient that is linked to no chat.
local function isNowhere(r)
  return r.linked and not isCopy(r) and not chatsOf(r.lane)
end

-- Whether the chat that it was addressed to is still its recipient's.
local function isLinked(r)
  local moved = call('HGET', laneState .. r.route, 'moved')
  for _, name in ipairs(chatsOf(r.lane) or {}) do
    if name == r.route or name == moved then return true end
  end
  return false
end

local function callOff(r, reason)
  finish(r, 'cancelled', reason, 'timeline', note(r, line('cancelled', reason)))
  tell(r, reason)
end

-- Whether a chat has it already, by the copy that it got; one that was not begun makes room.
local function hasCopyIn(r, name)
  local copy = load(copyId(r.id, name))
  if not copy then return false end
  if copy.state == 'sent' or isTrying(copy) or isBegun(copy) then return true end
  if not ENDS[copy.state] then
    takeOut(copy)
    callOff(copy, 'unlinked')
  end
  return false
end

-- The chat was unlinked while it was under way.
local function hasLeft(r)
  return r.route and not isLinked(r) and (r.linked or chatsOf(r.lane))
end

-- The lane of a record is that of its recipient's first chat; an integer that is linked to none is a chat itself.
-- Returns why there is nowhere to go; or nil and why it is over, because the chat where it could go has it already.
local function address(r, front)
  if isCopy(r) then return not isLinked(r) and 'unlinked' end
  if isBegun(r) and (r.route or not r.linked) then return end
  local list = chatsOf(r.lane)
  if not list then
    forgetRoute(r)
    return r.linked and 'unlinked'
  end
  -- What was addressed before stays where it was, and makes no copies: in a further chat they would come after what came
  -- later.
  if r.route and isLinked(r) then return end
  local isNew = not r.route and not r.copies
  if not isNew and hasCopyIn(r, list[1]) then return nil, 'unlinked' end
  routeTo(r, list[1])
  if #list > 1 and isNew then
    r.copies = table.concat(list, ',', 2)
    call('HSET', record .. r.id, 'copies', r.copies)
    for at = 2, #list do copyTo(r, list[at], front) end
  end
end

-- What is not due yet waits for its recipient, whose chats may be others by then.
local function route(r, front)
  -- Nobody is linked, and nothing is out of the ordinary: it is for the chat itself.
  if not linksKept and not r.rare then return enter(r, front) end
  if tonumber(r.due or 0) > now then return schedule(r) end
  local nowhere, over = address(r, front)
  if nowhere then return 'parked', nowhere end
  if over then return 'cancelled', over end
  return enter(r, front)
end

local function enqueue(r, front)
  local to, reason = route(r, front)
  if to == 'parked' then return park(r, reason, front) end
  if to == 'cancelled' then return callOff(r, reason) end
  change(r, to)
  tell(r, nil, 'door', r.door)
end

-- What its chat is not to get any more goes to the next chat of its recipient. A copy has no other, nor has what somebody read
-- the beginning of.
local function leaveChat(r)
  if isCopy(r) or tonumber(r.part or 0) > 0 then return callOff(r, 'unlinked') end
  forgetRoute(r)
  r.uncounted, r.copies = r.tries or '0', r.copies or ''
  call('HSET', record .. r.id, 'uncounted', r.uncounted)
  enqueue(r, true)
end
`;
