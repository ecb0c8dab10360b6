/** What web accepted by the channel and nobody admitted by then ends as `expired`, reason `unclaimed`. */
export const UNCLAIMED_AFTER_MS = 60_000;

/**
 * How a draft becomes a record and enters the delivery queue.
 *
 * - `readDraft(at)`: the draft whose arguments begin at ARGV[at], a record not written yet
 * - `write(r, door, copy, acceptedMs, state)`: the record itself and its places in the indexes; `copy` is '1' while a
 *   door holds a copy. `flushIndex()` ends it.
 * - `supersede(r)`: ends what waits under the same replace key
 * - `isLate(r)`: its time has passed
 * - `admitRecord(r)`: brings a written record into its lane; a late one ends
 * - `waitingTotal()`: how many wait, from acceptance on
 */
export const admission = `
local function given(text)
  if text == '' then return false end
  return text
end

local function readDraft(at)
  return {id = ARGV[at], lane = ARGV[at + 1], priority = ARGV[at + 2], fingerprint = ARGV[at + 3], body = ARGV[at + 4],
    due = given(ARGV[at + 5]), ttl = given(ARGV[at + 6]), hold = given(ARGV[at + 7]), replace = given(ARGV[at + 8])}
end

local indexed = {}
local function write(r, door, copy, acceptedMs, state)
  r.door, r.copy, r.accepted, r.state, r.revision = door, copy, acceptedMs, state, '1'
  if r.ttl then r.expires = ms(math.max(tonumber(r.due or 0), tonumber(acceptedMs)) + r.ttl) end
  recount(nil, state)
  call('HSET', record .. r.id, 'state', state, 'lane', r.lane, 'priority', r.priority, 'fingerprint', r.fingerprint,
    'body', r.body, 'door', door, 'copy', copy, 'accepted', acceptedMs, 'revision', '1', 'changed', nowText)
  for _, name in ipairs({'due', 'expires', 'hold', 'replace'}) do
    if r[name] then call('HSET', record .. r.id, name, r[name], 'rare', '1') end
  end
  -- Those of one call keep their order in the indexes.
  local moment = string.format('%.3f', exact + #indexed / 2000)
  indexed[#indexed + 1] = moment
  indexed[#indexed + 1] = r.id
  call('ZADD', laneIndex .. r.lane, moment, r.id)
end
local function flushIndex()
  callMany('ZADD', index, indexed)
end

local function supersede(r)
  if not r.replace then return end
  local field = r.lane .. ' ' .. r.replace
  local old = call('HGET', replace, field)
  local previous = old and old ~= r.id and load(old)
  if previous and not ENDS[previous.state] and not isBegun(previous) and not isTrying(previous) then
    takeOut(previous)
    finish(previous, 'superseded', nil, 'timeline', note(previous, line('superseded')))
    tell(previous)
  end
  call('HSET', replace, field, r.id)
end

local function isLate(r)
  return r.expires and tonumber(r.expires) <= now
end

local function admitRecord(r)
  supersede(r)
  if isLate(r) then
    finish(r, 'expired', 'ttl', 'timeline', note(r, line('expired', 'ttl')))
    tell(r, 'ttl')
  else
    enqueue(r)
  end
end

local function waitingTotal()
  local values = call('HMGET', depth, 'accepted', 'queued', 'scheduled', 'retrying', 'sending')
  local atDoors = call('LLEN', queueDoor)
  local answer = redis.pcall('XINFO', 'GROUPS', streamDoor)
  if not answer.err then
    for _, group in ipairs(answer) do
      local facts = {}
      for at = 1, #group, 2 do facts[group[at]] = group[at + 1] end
      if facts.name == 'bot' then atDoors = atDoors + (tonumber(facts.lag or 0) or 0) + (facts.pending or 0) end
    end
  end
  -- What web accepted by a door lies there too; counting both would count it twice.
  local total = math.max(tonumber(values[1] or 0), atDoors)
  for at = 2, 5 do total = total + tonumber(values[at] or 0) end
  return total
end

local function waitingIn(name)
  return tonumber(call('HGET', laneState .. name, 'waiting') or 0)
end
`;

/** How many arguments a draft takes. */
export const DRAFT_ARGUMENTS = 9;
