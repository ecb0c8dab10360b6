import { HELD_DAYS } from "./lanes.ts";

/**
 * What each outcome does to a message that is with a worker. Needs ARGV[1] and ARGV[2], the intervals of a lane and of a
 * group.
 *
 * - `settleSent(r, messageId, parts)`
 * - `otherOutcomes()[kind](r, ...)`: see the settle script. `giveBack` brings a message back into its lane, which is ready
 *   again at a moment; `hold` takes it out of its lane until a person says what became of it.
 */
export const outcomes = `
local function nextMoment(name)
  local gap = string.sub(name, 1, 1) == '-' and ARGV[2] or ARGV[1]
  return now + tonumber(gap)
end

-- at : what : attempt : part : took : detail, of the attempt that just ended
local function attemptLine(r, what, detail)
  local took = isTrying(r) and now - r.began or ''
  return nowText .. ':' .. what .. ':' .. (r.tries or 0) .. ':' .. (r.part or 0) .. ':' .. took .. ':' .. (detail or '')
end

local function settleSent(r, messageId, parts)
  local name = routeOf(r)
  local history = note(r, attemptLine(r, 'sent', messageId))
  if parts == '1' then
    freeLane(name, nextMoment(name))
    if r.rare then
      finish(r, 'sent', nil, 'messages', messageId, 'part', '1', 'timeline', history, 'settled', r.token)
    else
      finish(r, 'sent', nil, 'timeline', history, 'settled', r.token)
    end
    return tell(r, nil, 'attempt', r.tries or '0', 'message_id', messageId)
  end
  local part = ms((r.part or 0) + 1)
  local messages = r.messages and (r.messages .. ',' .. messageId) or messageId
  r.part, r.rare = part, '1'
  if tonumber(part) < tonumber(parts) then
    r.revision = after(r.revision or '1')
    call('HSET', record .. r.id, 'state', r.state, 'revision', r.revision, 'changed', nowText, 'part', part, 'parts', parts,
      'tries', r.tries, 'uncounted', r.tries, 'messages', messages, 'timeline', history, 'settled', r.token, 'rare', '1')
    land(r)
    tell(r, nil, 'attempt', r.tries, 'message_id', messageId)
    if hasLeft(r) then
      freeLane(name, nextMoment(name))
      return callOff(r, 'unlinked')
    end
    local away = call('HGET', laneState .. name, 'unreachable')
    if not away then return place(name, nextMoment(name)) end
    vacate(name)
    return park(r, away, true)
  end
  freeLane(name, nextMoment(name))
  finish(r, 'sent', nil, 'part', part, 'parts', parts, 'messages', messages, 'timeline', history, 'settled', r.token)
  tell(r, nil, 'attempt', r.tries, 'message_id', messageId)
end

-- Every other outcome. Inside one function, because Redis builds what stands outside at every call.
local function otherOutcomes()
  local settle = {}
  local function uncount(r)
    if isTrying(r) then r.uncounted = (r.uncounted or 0) + 1 end
  end

  local function parkTried(r, name, reason)
    call('HSET', record .. r.id, 'settled', r.token, 'uncounted', ms(r.uncounted or 0))
    vacate(name)
    -- It came before whatever was parked there meanwhile.
    park(r, reason, true)
  end

  local function goElsewhere(r, name)
    call('HSET', record .. r.id, 'settled', r.token)
    freeLane(name, nextMoment(name))
    leaveChat(r)
  end

  local function giveBack(r, moment, state, reason, ...)
    local name = routeOf(r)
    if hasLeft(r) then return goElsewhere(r, name) end
    -- It was suspended while the attempt was under way.
    local suspended = call('HGET', laneState .. name, 'unreachable')
    if suspended then return parkTried(r, name, suspended) end
    vacate(name)
    if isBegun(r) then laneOf(name).current = r.id else push(name, r.priority or 'normal', r.id, true) end
    change(r, state, reason, 'settled', r.token, 'uncounted', ms(r.uncounted or 0),
      'next', ms(moment), ...)
    tell(r, reason)
    place(name, moment)
  end

  local function hold(r, reason)
    local name = routeOf(r)
    freeLane(name, nextMoment(name))
    call('ZADD', held, nowText, r.id)
    ending[r.id] = ms(now + ${HELD_DAYS} * DAY)
    change(r, 'held', reason, 'settled', r.token, 'next', '', 'timeline', note(r, attemptLine(r, 'unknown', reason)))
    tell(r, reason)
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
    freeLane(routeOf(r), nextMoment(routeOf(r)))
    finish(r, 'failed', reason, 'settled', r.token, 'timeline', history)
    tell(r, reason, 'attempt', r.tries or '0')
  end

  settle.returned = function(r, reason)
    uncount(r)
    giveBack(r, now, 'queued', reason)
  end

  -- One request shows that nobody can be reached: what waits there is parked with it, in order. Unless the person came
  -- back while that request was under way.
  settle.unreachable = function(r, reason)
    uncount(r)
    local name = routeOf(r)
    local returned = call('HGET', laneState .. name, 'returned')
    if returned and tonumber(returned) >= tonumber(r.began or now) then
      return giveBack(r, now, 'queued', reason, 'timeline', note(r, attemptLine(r, 'unreachable', reason)))
    end
    note(r, attemptLine(r, 'unreachable', reason))
    local isNews = not call('HGET', laneState .. name, 'unreachable')
    if hasLeft(r) then goElsewhere(r, name) else parkTried(r, name, reason) end
    suspendLane(name, reason)
    if isNews then tellPeople(name, 'suspended', 'reason', reason) end
  end

  settle.migrated = function(r, name)
    local old = routeOf(r)
    uncount(r)
    local history = note(r, attemptLine(r, 'migrated', name))
    vacate(old)
    push(old, r.priority or 'normal', r.id, true)
    r.route = name
    change(r, 'queued', 'migrated', 'route', name, 'settled', r.token, 'uncounted', ms(r.uncounted or 0), 'timeline', history)
    tell(r, 'migrated')
    moveLane(old, name)
  end

  return settle
end
`;
