import { HELD_DAYS } from "./lanes.ts";

/**
 * What each outcome does to a message that is with a worker. Needs ARGV[1] and ARGV[2], the intervals of a lane and of a
 * group.
 *
 * - `settle[kind](r, ...)`: see the settle script
 * - `giveBack(r, moment, state, reason, ...)`: back into its lane, which is ready again at `moment`
 * - `hold(r, reason)`: out of its lane, until a person says what became of it
 */
export const outcomes = `
local settle = {}

local function nextMoment(name)
  local gap = string.sub(name, 1, 1) == '-' and ARGV[2] or ARGV[1]
  return now + tonumber(gap)
end

-- at : what : attempt : part : took : detail, of the attempt that just ended
local function attemptLine(r, what, detail)
  local took = isTrying(r) and now - r.began or ''
  return nowText .. ':' .. what .. ':' .. (r.tries or 0) .. ':' .. (r.part or 0) .. ':' .. took .. ':' .. (detail or '')
end

local function uncount(r)
  if isTrying(r) then r.attempts = math.max(0, (r.attempts or 1) - 1) end
end

local function giveBack(r, moment, state, reason, ...)
  local name = routeOf(r)
  if not isBegun(r) then
    call('HDEL', laneState .. name, 'current')
    call('LPUSH', laneKey(name, r.priority), r.id)
  end
  change(r, state, reason, 'token', '', 'owner', '', 'settled', r.token, 'attempts', r.attempts or 0,
    'next', ms(moment), ...)
  tell(r, reason)
  place(name, moment)
end

-- For a message that leaves its lane.
local function freeLane(r, moment)
  local name = routeOf(r)
  if leave(name) <= 0 then
    call('HDEL', laneState .. name, 'current', 'place')
    if moment > now then call('ZADD', pace, ms(math.ceil(moment)), name) end
  else
    call('HDEL', laneState .. name, 'current')
    place(name, moment)
  end
end

local function hold(r, reason)
  freeLane(r, nextMoment(routeOf(r)))
  call('ZADD', held, now, r.id)
  ending[r.id] = ms(now + ${HELD_DAYS} * DAY)
  change(r, 'held', reason, 'token', '', 'settled', r.token, 'next', '', 'timeline', note(r, attemptLine(r, 'unknown', reason)))
  tell(r, reason)
end

settle.sent = function(r, messageId, parts)
  local part = ms((r.part or 0) + 1)
  local messages = r.messages and (r.messages .. ',' .. messageId) or messageId
  local history = note(r, attemptLine(r, 'sent', messageId))
  r.part = part
  local name = routeOf(r)
  if tonumber(part) < tonumber(parts) then
    call('HSET', record .. r.id, 'revision', string.format('%d', r.revision + 1), 'changed', nowText, 'part', part, 'parts', parts, 'attempts', 0,
      'messages', messages, 'timeline', history, 'token', '', 'owner', '', 'settled', r.token, 'variant', '', 'rare', '1')
    return place(name, nextMoment(name))
  end
  freeLane(r, nextMoment(name))
  finish(r, 'sent', nil, 'part', part, 'parts', parts, 'messages', messages, 'timeline', history, 'settled', r.token)
  tell(r, nil, 'attempt', r.tries or 0, 'message_id', messageId)
end

settle.retry = function(r, reason, delayMs, counted, unknown, variant)
  if unknown == '1' and r.hold then return hold(r, reason) end
  local history = note(r, attemptLine(r, unknown == '1' and 'unknown' or 'not_sent', reason))
  if counted ~= '1' then uncount(r) end
  local moment = math.max(now + delayMs, nextMoment(routeOf(r)))
  giveBack(r, moment, 'retrying', reason, 'timeline', history, 'variant', variant, 'rare', '1')
end

settle.outage = function(r, ...)
  call('SADD', delayed, routeOf(r))
  settle.retry(r, ...)
end

settle.limited = function(r, retryMs)
  uncount(r)
  local name = routeOf(r)
  giveBack(r, now + retryMs, 'retrying', 'limited', 'timeline', note(r, attemptLine(r, 'limited', retryMs)))
  call('SREM', delayed, name)
  refused(name, tonumber(retryMs))
end

settle.failed = function(r, reason)
  local history = note(r, attemptLine(r, 'failed', reason))
  freeLane(r, nextMoment(routeOf(r)))
  finish(r, 'failed', reason, 'settled', r.token, 'timeline', history)
  tell(r, reason, 'attempt', r.tries or 0)
end

settle.returned = function(r, reason)
  uncount(r)
  giveBack(r, now, 'queued', reason)
end

-- One request shows that nobody can be reached: what waits there is parked with it, in order.
settle.unreachable = function(r, reason)
  uncount(r)
  local name = routeOf(r)
  call('HSET', record .. r.id, 'settled', r.token, 'attempts', r.attempts, 'timeline', note(r, attemptLine(r, 'unreachable', reason)))
  call('HSET', laneState .. name, 'unreachable', reason)
  freeLane(r, now)
  park(r, reason)
  for _, priority in ipairs(ORDER) do
    while true do
      local id = call('LPOP', laneKey(name, priority))
      if not id then break end
      local other = load(id)
      if other then
        leave(name)
        park(other, reason)
      end
    end
  end
  place(name, now)
end

-- The old lane's messages go before those of the new one, which can only be younger or a stranger's.
settle.migrated = function(r, name)
  local old = routeOf(r)
  uncount(r)
  local history = note(r, attemptLine(r, 'migrated', name))
  call('HDEL', laneState .. old, 'current', 'place')
  call('HSET', laneState .. old, 'moved', name)
  for _, priority in ipairs(ORDER) do
    while true do
      local id = call('RPOP', laneKey(old, priority))
      if not id then break end
      leave(old)
      call('HINCRBY', laneState .. name, 'waiting', 1)
      call('HSET', record .. id, 'route', name, 'rare', '1')
      call('LPUSH', laneKey(name, priority), id)
    end
  end
  leave(old)
  call('HINCRBY', laneState .. name, 'waiting', 1)
  r.route = name
  call('LPUSH', laneKey(name, r.priority), r.id)
  change(r, 'queued', 'migrated', 'rare', '1', 'route', name, 'token', '', 'owner', '', 'settled', r.token, 'attempts', r.attempts or 0,
    'timeline', history)
  tell(r, 'migrated')
  if call('HGET', laneState .. name, 'place') ~= 'flight' then place(name, now) end
end
`;
