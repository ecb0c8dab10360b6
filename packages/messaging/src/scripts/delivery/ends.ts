/** Dead letters and messages whose outcome nobody cleared up are kept so long. */
export const DEAD_DAYS = 14;

/**
 * Ends and what is kept of them.
 *
 * - `finish(r, state, reason, ...)`: an end, with further fields; the record was taken out of its lane before. A record
 *   whose copy may still lie at a door is not counted among the finished before admit has seen that copy.
 * - `hasCopy(r)`: whether its door holds a copy of it: what is accepted has one, and so may what ended as such
 * - `keep(r)`: counts an ended record among the finished (a list, in the order of their ends) or the dead letters;
 *   `keepClaimed(r)`: one whose copy is gone by now
 * - `finishScript()`: writes what was collected; every script that changes something ends with it
 * - `forgetAll(ids)`: removes records, at most some thousands, and everything that names them, but for the list they are in
 * - `trim(maxAgeMs, maxRecords, atMost)`: forgets the oldest finished records; returns how many were looked at
 */
export const ends = `
local function finishedEntry(r)
  return r.id .. ' ' .. r.lane
end

local over = {}
local function keep(r)
  if r.state == 'failed' then call('ZADD', dead, nowText, r.id) else over[#over + 1] = finishedEntry(r) end
end
local function flushEnds()
  callMany('RPUSH', finished, over)
  over = {}
end

local function hasCopy(r)
  return r.state == 'accepted' or r.copy == '1'
end

local function keepClaimed(r)
  call('HDEL', record .. r.id, 'copy')
  ending[r.id] = false
  keep(r)
end

local function replaceField(r)
  return r.lane .. (isCopy(r) and '~' .. r.route or '') .. ' ' .. r.replace
end

local function finish(r, to, reason, ...)
  local copied = hasCopy(r) and not r.claimed
  if r.rare then
    change(r, to, reason, 'next', '', ...)
    ending[r.id] = false
  else
    change(r, to, reason, ...)
  end
  if copied then
    call('HSET', record .. r.id, 'copy', '1')
    -- Should the copy never come (a door was emptied by hand), the record goes by itself.
    ending[r.id] = ms(now + ${DEAD_DAYS} * DAY)
  else
    keep(r)
  end
  if r.replace then
    local field = replaceField(r)
    if call('HGET', replace, field) == r.id then call('HDEL', replace, field) end
  end
end

local function finishScript()
  flushReady()
  flushLanes()
  flushFlights()
  flushDeadlines()
  flushEnds()
  flush()
  counts = {}
end

local function forget(ids, names)
  if #ids == 0 then return 0 end
  local keys = {}
  for at, id in ipairs(ids) do keys[at] = record .. id end
  call('DEL', unpack(keys))
  dropFromIndexes(ids, names)
  return #ids
end

local function forgetAll(ids)
  local names = {}
  for at, id in ipairs(ids) do names[at] = call('HGET', record .. id, 'lane') end
  return forget(ids, names)
end

local function forgetFinished(entries)
  local ids, names = {}, {}
  for at, entry in ipairs(entries) do ids[at], names[at] = string.match(entry, '^(%S+) (.*)$') end
  return forget(ids, names)
end

local function trim(maxAgeMs, maxRecords, atMost)
  flushEnds()
  local looked = math.max(0, math.min(call('LLEN', finished) - maxRecords, atMost))
  if looked > 0 then forgetFinished(call('LPOP', finished, ms(looked))) end
  while looked < atMost do
    local entry = call('LINDEX', finished, '0')
    local id = entry and string.match(entry, '^%S+')
    if not id or tonumber(call('HGET', record .. id, 'changed') or 0) > now - maxAgeMs then break end
    forgetFinished(call('LPOP', finished, '1'))
    looked = looked + 1
  end
  return looked
end
`;
