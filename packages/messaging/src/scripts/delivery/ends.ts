/** Dead letters and messages whose outcome nobody cleared up are kept so long. */
export const DEAD_DAYS = 14;

/**
 * Ends and what is kept of them.
 *
 * - `finish(r, state, reason, ...)`: an end, with further fields; the record was taken out of its lane before. A record
 *   whose copy may still lie at a door is not counted among the finished before admit has seen that copy.
 * - `keep(r)`: counts an ended record among the finished, or the dead letters
 * - `forget(id)`: removes a record and everything that names it
 * - `trim(maxAgeMs, maxRecords, atMost)`: forgets the oldest finished records; returns how many
 */
export const ends = `
local function keep(r)
  if r.state == 'failed' then call('ZADD', dead, now, r.id) else call('ZADD', finished, now, r.id) end
end

local function finish(r, to, reason, ...)
  change(r, to, reason, 'token', '', 'next', '', ...)
  if r.copy == '1' then
    -- Should the copy never come (a door was emptied by hand), the record goes by itself.
    call('ZADD', deadlines, now + ${DEAD_DAYS} * DAY, r.id)
  else
    call('ZREM', deadlines, r.id)
    keep(r)
  end
  if r.replace then
    local field = r.lane .. ' ' .. r.replace
    if call('HGET', replace, field) == r.id then call('HDEL', replace, field) end
  end
end

local function forget(id)
  local name = call('HGET', record .. id, 'lane')
  if name then call('ZREM', laneIndex .. name, id) end
  call('DEL', record .. id)
end

local function forgetAll(set, ids)
  if #ids == 0 then return 0 end
  for _, id in ipairs(ids) do forget(id) end
  call('ZREM', index, unpack(ids))
  call('ZREM', set, unpack(ids))
  return #ids
end

local function trim(maxAgeMs, maxRecords, atMost)
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
