/** Dead letters and messages whose outcome nobody cleared up are kept so long. */
export const DEAD_DAYS = 14;

/**
 * Ends and what is kept of them.
 *
 * - `finish(r, state, reason, ...)`: an end, with further fields; the record was taken out of its lane before. A record
 *   whose copy may still lie at a door is not counted among the finished before admit has seen that copy.
 * - `keep(r)`: counts an ended record among the finished, or the dead letters
 * - `finishScript()`: writes what was collected; every script that changes something ends with it
 * - `forget(id)`: removes a record and everything that names it
 * - `trim(maxAgeMs, maxRecords, atMost)`: forgets the oldest finished records; returns how many
 */
export const ends = `
local over = {}
local function keep(r)
  if r.state == 'failed' then
    call('ZADD', dead, nowText, r.id)
  else
    over[#over + 1] = nowText
    over[#over + 1] = r.id
  end
end
local function flushEnds()
  callMany('ZADD', finished, over)
  over = {}
end

local function finish(r, to, reason, ...)
  change(r, to, reason, 'token', '', 'next', '', ...)
  if r.copy == '1' then
    -- Should the copy never come (a door was emptied by hand), the record goes by itself.
    ending[r.id] = ms(now + ${DEAD_DAYS} * DAY)
  else
    ending[r.id] = false
    keep(r)
  end
  if r.replace then
    local field = r.lane .. ' ' .. r.replace
    if call('HGET', replace, field) == r.id then call('HDEL', replace, field) end
  end
end

-- Everything that a script collected, before it reads those sets itself, and at its end.
local function finishScript()
  flushDeadlines()
  flushEnds()
  flush()
  counts = {}
end

local function forget(id)
  local name = call('HGET', record .. id, 'lane')
  if name then call('ZREM', laneIndex .. name, id) end
  call('DEL', record .. id)
end

local function forgetAll(set, ids)
  if #ids == 0 then return 0 end
  for _, id in ipairs(ids) do forget(id) end
  callMany('ZREM', index, ids)
  callMany('ZREM', set, ids)
  return #ids
end

local function trim(maxAgeMs, maxRecords, atMost)
  flushEnds()
  local excess = math.min(call('ZCARD', finished) - maxRecords, atMost)
  local trimmed = 0
  if excess > 0 then trimmed = forgetAll(finished, call('ZRANGE', finished, 0, excess - 1)) end
  if trimmed < atMost then
    local old = call('ZRANGEBYSCORE', finished, '-inf', now - maxAgeMs, 'LIMIT', 0, atMost - trimmed)
    trimmed = trimmed + forgetAll(finished, old)
  end
  return trimmed
end
`;
