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
 * - `waitingInside()`: how many wait in the queue
 */
export const admission = `
local function given(text)
  if text == '' then return false end
  return text
end

local RARELY = {'due', 'expires', 'hold', 'replace'}

local function readDraft(at)
  return {id = ARGV[at], lane = ARGV[at + 1], priority = ARGV[at + 2], fingerprint = ARGV[at + 3], body = ARGV[at + 4],
    due = given(ARGV[at + 5]), ttl = given(ARGV[at + 6]), hold = given(ARGV[at + 7]), replace = given(ARGV[at + 8])}
end

local indexed = {}
local function write(r, door, copy, acceptedMs, state)
  r.door, r.accepted, r.state, r.copy = door, acceptedMs, state, copy
  recount(nil, state)
  if r.ttl then r.expires = ms(math.max(tonumber(r.due or 0), tonumber(acceptedMs)) + r.ttl) end
  local fields = {'body', r.body, 'state', state, 'lane', r.lane, 'door', door, 'accepted', acceptedMs}
  local function add(name, value)
    fields[#fields + 1] = name
    fields[#fields + 1] = value
  end
  if r.priority ~= 'normal' then add('priority', r.priority) end
  if r.fingerprint ~= '' then add('fingerprint', r.fingerprint) end
  if copy then add('copy', copy) end
  for _, name in ipairs(RARELY) do
    if r[name] then
      r.rare = '1'
      add(name, r[name])
    end
  end
  if r.rare then add('rare', '1') end
  call('HSET', record .. r.id, unpack(fields))
  -- Those of one call keep their order in the index.
  indexed[#indexed + 1] = string.format('%.3f', exact + #indexed / 2000)
  indexed[#indexed + 1] = r.id
  call('RPUSH', laneIndex .. r.lane, r.id)
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
    finish(previous, 'superseded', nil, 'token', '', 'timeline', note(previous, line('superseded')))
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

-- In the queue, without what lies at the doors: admitting that is what empties them.
local function waitingInside()
  local total = 0
  for _, value in ipairs(call('HMGET', depth, 'queued', 'scheduled', 'retrying', 'sending')) do
    total = total + tonumber(value or 0)
  end
  return total
end
`;

/** How many arguments a draft takes. */
export const DRAFT_ARGUMENTS = 9;
