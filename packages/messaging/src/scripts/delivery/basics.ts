/** So many events are kept; whole nodes of the stream go at a time, so up to 100 more stay. */
export const EVENTS_KEPT = 100_000;

/**
 * What every script has.
 *
 * - `now`: Unix time in ms, `nowText` the same as text; `exact`: the same with microseconds behind the point; `micros`: in
 *   microseconds
 * - `after(text)`: the next whole number, as text
 * - `count(name, by)`: changes a counter; `flush()` writes them all, once, at the end of a script
 * - `ms(moment)`: whole milliseconds as text
 * - `callMany(command, key, list)`: one command for a list of arguments, however long
 * - `writeFields(key, fields)`: of a hash, many at once; a field that is `false` is taken away
 * - `routeOf(r)`: the lane in which a record waits
 * - `trimEvents()`: before an event is added; the first call of a script trims
 * - `tell(r, reason, ...)`: the event of a change
 */
export const basics = `
local call = redis.call
local stamp = call('TIME')
local now = stamp[1] * 1000 + math.floor(stamp[2] / 1000)
local exact = stamp[1] * 1000 + stamp[2] / 1000
local micros = stamp[1] * 1000000 + stamp[2]
-- Redis writes a number that a script hands it with 17 digits, which takes longer than most commands; text goes as
-- it is. Hence nowText, ms and the like.
local nowText = string.format('%d', now)
local DAY = 86400000

local ENDS = {sent = true, failed = true, expired = true, cancelled = true, superseded = true}
local function ms(moment)
  return string.format('%d', moment)
end
local function after(text)
  if text == '1' then return '2' elseif text == '2' then return '3' elseif not text then return '1' end
  return ms(text + 1)
end

-- A command with any number of arguments: Lua unpacks some thousands at a time.
local function callMany(command, key, list)
  for at = 1, #list, 4000 do call(command, key, unpack(list, at, math.min(at + 3999, #list))) end
end

-- Fields of a hash: those without a value are taken away.
local function writeFields(key, fields)
  local written, removed = {}, {}
  for name, value in pairs(fields) do
    if value then
      written[#written + 1] = name
      written[#written + 1] = value
    else
      removed[#removed + 1] = name
    end
  end
  callMany('HSET', key, written)
  callMany('HDEL', key, removed)
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

-- The lane of a record: a chat, or, while it is for a recipient without one, what no chat can be called.
local function routeOf(r)
  return r.route or r.linked and '@' .. r.lane or r.lane
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
`;
