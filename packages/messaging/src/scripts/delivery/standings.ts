/**
 * Where lanes stand. All of it is one hash, a line per lane that is not idle, so that many are read and written by one
 * command each: what is read is kept, and `flushLanes()` writes what was touched.
 *
 * Of a lane is known: `place`, the ready set that it stands in, or `flight` while a message of it is with a worker, or nil;
 * `current`, the message that is in flight, or comes next; under each priority whether its list may hold something (where
 * not, it is empty); `noted`, whether its own hash holds something that matters: why nobody can be reached there, its new
 * name, or that the person came back.
 *
 * - `laneOf(name)`: it, as a table; `touch(name)`: after it was changed. `lookAhead(names)`: reads many at once
 * - `push(name, priority, id, front)`, `pop(name, priority)`: its lists
 * - `classOf(name)`: the highest priority that waits in its lists
 * - `makeReady(name, class, moment)`, `unready(name, class)`: collected; `readyAt(name, class)`: the moment, as text;
 *   `flushReady()` writes
 */
export const standings = `
local ORDER = {'urgent', 'normal', 'bulk'}
local RANK = {urgent = 1, normal = 2, bulk = 3}
local READY = {urgent = readyUrgent, normal = readyNormal, bulk = readyBulk}

local function laneKey(name, priority)
  return lane .. priority .. ':' .. name
end

-- A line is five letters, each for what it begins with or a dash, and the current message.
local LETTERS = {urgent = 'u', normal = 'n', bulk = 'b', flight = 'f'}
local PLACES = {[string.byte('u')] = 'urgent', [string.byte('n')] = 'normal', [string.byte('b')] = 'bulk',
  [string.byte('f')] = 'flight'}
local DASH = string.byte('-')
local function readStanding(text)
  if not text then return {} end
  local place, urgent, normal, bulk, noted = string.byte(text, 1, 5)
  return {place = PLACES[place], urgent = urgent ~= DASH, normal = normal ~= DASH, bulk = bulk ~= DASH,
    noted = noted ~= DASH, current = #text > 5 and string.sub(text, 6)}
end
local function standingText(l)
  return (LETTERS[l.place] or '-') .. (l.urgent and 'u' or '-') .. (l.normal and 'n' or '-') .. (l.bulk and 'b' or '-')
    .. (l.noted and '!' or '-') .. (l.current or '')
end

local lanesKnown, lanesTouched = {}, {}
local function laneOf(name)
  local l = lanesKnown[name]
  if not l then
    l = readStanding(call('HGET', standing, name))
    lanesKnown[name] = l
  end
  return l
end
local function lookAhead(names)
  for from = 1, #names, 4000 do
    local texts = call('HMGET', standing, unpack(names, from, math.min(from + 3999, #names)))
    for at, text in ipairs(texts) do
      local name = names[from + at - 1]
      if not lanesKnown[name] then lanesKnown[name] = readStanding(text) end
    end
  end
end
local function touch(name)
  lanesTouched[name] = true
end
local function flushLanes()
  local texts = {}
  for name in pairs(lanesTouched) do
    local text = standingText(lanesKnown[name])
    texts[name] = text ~= '-----' and text
  end
  writeFields(standing, texts)
  lanesTouched = {}
end

local function push(name, priority, id, front)
  call(front and 'LPUSH' or 'RPUSH', laneKey(name, priority), id)
  local l = laneOf(name)
  if not l[priority] then
    l[priority] = true
    touch(name)
  end
end
local function pop(name, priority)
  local l = laneOf(name)
  local id = l[priority] and call('LPOP', laneKey(name, priority))
  if l[priority] and not id then
    l[priority] = false
    touch(name)
  end
  return id
end
local function classOf(name)
  local l = laneOf(name)
  for _, priority in ipairs(ORDER) do
    if l[priority] then
      if call('EXISTS', laneKey(name, priority)) == 1 then return priority end
      l[priority] = false
      touch(name)
    end
  end
end

local readying, leaving = {urgent = {}, normal = {}, bulk = {}}, {urgent = {}, normal = {}, bulk = {}}
local function makeReady(name, class, moment)
  readying[class][name] = moment
end
local function unready(name, class)
  readying[class][name] = nil
  local list = leaving[class]
  list[#list + 1] = name
end
local function readyAt(name, class)
  return readying[class][name] or call('ZSCORE', READY[class], name)
end
local function flushReady()
  for _, class in ipairs(ORDER) do
    callMany('ZREM', READY[class], leaving[class])
    local list = {}
    for name, moment in pairs(readying[class]) do
      list[#list + 1] = moment
      list[#list + 1] = name
    end
    callMany('ZADD', READY[class], list)
    readying[class], leaving[class] = {}, {}
  end
end
`;
