/** So many events are kept; whole nodes of the stream go at a time, so up to 100 more stay. */
export const EVENTS_KEPT = 100_000;

/** So many lines of a history are kept; the oldest make room. */
const TIMELINE_MAX = 50;

/**
 * What the scripts that are no hot path read of a record. A plain message that is sent at the first try has few of them;
 * whatever makes it less plain also sets `rare`, so that the hot paths need to read the rest only then.
 */
const FIELDS = [
  "state",
  "lane",
  "route",
  "priority",
  "revision",
  "token",
  "owner",
  "tried",
  "began",
  "part",
  "parts",
  "tries",
  "uncounted",
  "due",
  "expires",
  "replace",
  "hold",
  "timeline",
  "door",
  "copy",
  "accepted",
  "fingerprint",
  "variant",
  "losses",
  "messages",
  "category",
  "linked",
  "copies",
  "rare",
] as const;

/**
 * A Lua function `name(id)` that reads these fields of a record, `state` among them: a table with `false` where a field
 * is absent; nil when there is no record. Written out, because a table built in a loop takes three times as long.
 */
export function loader(name: string, fields: readonly string[]): string {
  const quoted = fields.map((field) => `'${field}'`).join(", ");
  const members = fields.map((field, index) => `${field} = v[${index + 1}]`).join(", ");
  return `
local function ${name}(id)
  local v = call('HMGET', record .. id, ${quoted})
  if not v[${fields.indexOf("state") + 1}] then return nil end
  return {id = id, ${members}}
end`;
}

/**
 * What every script has: the time, the counters, the events, how a record is read and changed.
 *
 * - `now`: Unix time in ms, `nowText` the same as text; `exact`: the same with microseconds behind the point
 * - `count(name, by)`: changes a counter; `flush()` writes them all, once, at the end of a script
 * - `ms(moment)`: whole milliseconds as text
 * - `callMany(command, key, list)`: one command for a list of arguments, however long
 * - `load(id)`: a record as a table, `false` where a field is absent; nil when there is none
 * - `trimEvents()`: before an event is added; the first call of a script trims
 * - `change(r, state, reason, ...)`: the new state, with further fields to write; `tell(r, reason, ...)`: the event of it
 * - `noteAttempt(r, token, ...)`: an attempt begins, with further fields to write
 * - `note(r, line)`: the field of the history with one more line, to be written by the caller
 */
export const basics = `
local call = redis.call
local stamp = call('TIME')
local now = stamp[1] * 1000 + math.floor(stamp[2] / 1000)
local exact = stamp[1] * 1000 + stamp[2] / 1000
-- Redis writes a number that a script hands it with 17 digits, which takes longer than most commands; text goes as
-- it is. Hence nowText, ms and the like.
local nowText = string.format('%d', now)
local DAY = 86400000

local ENDS = {sent = true, failed = true, expired = true, cancelled = true, superseded = true}
local function ms(moment)
  return string.format('%d', moment)
end

-- A command with any number of arguments: Lua unpacks some thousands at a time.
local function callMany(command, key, list)
  for at = 1, #list, 4000 do call(command, key, unpack(list, at, math.min(at + 3999, #list))) end
end

local counts = {}
local function count(name, by)
  counts[name] = (counts[name] or 0) + by
end
local function flush()
  for name, by in pairs(counts) do
    if by ~= 0 then call('HINCRBY', depth, name, by) end
  end
end

${loader("load", FIELDS)}

-- The lane of a record: a chat, or, while it is for a recipient without one, what no chat can be called.
local function routeOf(r)
  return r.route or r.linked and '@' .. r.lane or r.lane
end

-- Tries that count: each but those that provably reached nobody.
local function attemptsOf(r)
  return (r.tries or 0) - (r.uncounted or 0)
end

-- An attempt may have reached the person, or a part did: nothing else of the lane goes before its end.
local function isBegun(r)
  return attemptsOf(r) > 0 or tonumber(r.part or 0) > 0
end

-- An attempt of it is under way.
local function isTrying(r)
  return r.token and r.token ~= '' and r.tried == r.token
end

local eventsTrimmed = false
local function trimEvents()
  if eventsTrimmed then return end
  eventsTrimmed = true
  call('XTRIM', events, 'MAXLEN', '~', '${EVENTS_KEPT}')
end

local function tell(r, reason, ...)
  local revision = r.revision or '1'
  trimEvents()
  if reason then
    call('XADD', events, '*', 'id', r.id, 'user_id', r.lane, 'state', r.state, 'at_ms', nowText, 'revision', revision,
      'reason', reason, ...)
  else
    call('XADD', events, '*', 'id', r.id, 'user_id', r.lane, 'state', r.state, 'at_ms', nowText, 'revision', revision,
      ...)
  end
end

-- For what is in no state any more, or in none yet: only the counters.
local function recount(from, to)
  if from and not ENDS[from] then count(from, -1) end
  if to then count(to, 1) end
end

local function change(r, to, reason, ...)
  recount(r.state, to)
  r.state = to
  r.revision = ms((r.revision or 1) + 1)
  if reason then
    r.rare = '1'
    call('HSET', record .. r.id, 'state', to, 'revision', r.revision, 'changed', nowText, 'rare', '1', 'reason', reason,
      ...)
  elseif r.rare then
    call('HSET', record .. r.id, 'state', to, 'revision', r.revision, 'changed', nowText, 'reason', '', ...)
  else
    call('HSET', record .. r.id, 'state', to, 'revision', r.revision, 'changed', nowText, ...)
  end
end

-- An attempt begins under the token that the record gets or has.
local function noteAttempt(r, token, ...)
  local key, tries = record .. r.id, ms((r.tries or 0) + 1)
  if r.state == 'sending' then
    return call('HSET', key, 'tried', token, 'began', nowText, 'tries', tries, ...)
  end
  recount(r.state, 'sending')
  r.state, r.revision = 'sending', ms((r.revision or 1) + 1)
  call('HSET', key, 'state', 'sending', 'revision', r.revision, 'tried', token, 'began', nowText, 'tries', tries, ...)
  tell(r, nil, 'attempt', tries)
end

local function note(r, line)
  local text = r.timeline
  text = text and (text .. ';' .. line) or line
  if #text > ${TIMELINE_MAX} * 15 then
    local _, separators = string.gsub(text, ';', ';')
    if separators >= ${TIMELINE_MAX} then text = string.sub(text, string.find(text, ';', 1, true) + 1) end
  end
  r.timeline = text
  return text
end
-- at : what : attempt : part : took : detail
local function line(what, detail)
  return nowText .. ':' .. what .. '::::' .. (detail or '')
end
`;
