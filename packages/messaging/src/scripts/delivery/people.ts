/** So many categories are known; the one that was not used for longest makes room. */
const CATEGORIES_MAX = 50;

/**
 * What people decided: which chats are whose, and what they want when.
 *
 * A recipient is the app's own name of a person and the `lane` of a record; the lane that it waits in is that of a chat.
 * A record goes to the chat that was linked first, and a copy of it, a record of its own, to each further one.
 *
 * - `chatsOf(user)`: the chats of a recipient, in the order they were linked; nil when there is none
 * - `isCopy(r)`: it is for a further chat; `copyId(id, name)`: the id of such a one
 * - `noteCategory(name)`: it is in use, so it can be opted out of
 * - `restsUntil(name)`: until when only what is urgent goes to a chat; nil: everything goes
 * - `isUnwanted(name, category)`: whether a chat opted out of it
 * - `usersOf(name)`: the recipients of a chat, in the order they were linked
 * - `tellPeople(name, what, ...)`: an event about a chat, for each of its recipients; one that names no
 *   recipient where it has none
 * - `movePerson(name, newName)`: the chat has another id from now on
 */
export const people = `
local linksKept = call('EXISTS', recipients) == 1
local function chatsOf(user)
  local text = linksKept and call('HGET', recipient .. user, 'chats')
  if not text or text == '' then return nil end
  local list = {}
  for name in string.gmatch(text, '[^,]+') do list[#list + 1] = name end
  return list
end

local function isCopy(r)
  return string.find(r.id, '~', 1, true) ~= nil
end

local function copyId(id, name)
  return id .. '~' .. name
end

local function noteCategory(name)
  call('ZADD', categories, nowText, name)
  call('ZREMRANGEBYRANK', categories, '0', '-${CATEGORIES_MAX + 1}')
end

-- The minutes from one minute of a day to another, on the clock of the day.
local function minutesUntil(from, to)
  return (to - from) % 1440
end

local wishesKept = call('EXISTS', chats) == 1
local function restsUntil(name)
  if not wishesKept then return nil end
  local wishes = call('HMGET', chat .. name, 'muted', 'quiet')
  local moment = tonumber(wishes[1] or 0)
  local from, to, offset = string.match(wishes[2] or '', '^(%d+)-(%d+):(-?%d+)$')
  if from then
    local minute = (math.floor(now / 60000) + offset) % 1440
    local left = minutesUntil(minute, tonumber(to))
    if left > 0 and minutesUntil(tonumber(from), minute) < minutesUntil(tonumber(from), tonumber(to)) then
      moment = math.max(moment, (math.floor(now / 60000) + left) * 60000)
    end
  end
  if moment > now then return moment end
end

local function usersOf(name)
  local text = wishesKept and call('HGET', chat .. name, 'users')
  return text and cjson.decode(text) or {}
end

local function tellPeople(name, what, ...)
  local users = usersOf(name)
  trimEvents()
  for _, user in ipairs(users) do
    call('XADD', events, '*', 'event', what, 'user_id', user, 'chat_id', name, 'at_ms', nowText, ...)
  end
  -- The number of a chat is nobody's user id: whoever has that number in the app may be another person.
  if #users == 0 then call('XADD', events, '*', 'event', what, 'chat_id', name, 'at_ms', nowText, ...) end
end

local function movePerson(name, newName)
  local score = wishesKept and call('ZSCORE', chats, name)
  if not score then return end
  local users, known = usersOf(newName), {}
  for _, user in ipairs(users) do known[user] = true end
  for _, user in ipairs(usersOf(name)) do
    local list = {}
    for _, old in ipairs(chatsOf(user) or {}) do
      if old ~= name then list[#list + 1] = old elseif not known[user] then list[#list + 1] = newName end
    end
    call('HSET', recipient .. user, 'chats', table.concat(list, ','))
    if not known[user] then users[#users + 1] = user end
  end
  -- What people want stands under the new id already, or is taken there.
  if call('EXISTS', chat .. newName) == 0 and call('EXISTS', chat .. name) == 1 then
    call('RENAME', chat .. name, chat .. newName)
  end
  call('DEL', chat .. name)
  call('ZREM', chats, name)
  call('ZADD', chats, 'NX', score, newName)
  if #users > 0 then call('HSET', chat .. newName, 'users', cjson.encode(users)) end
end

local function isUnwanted(name, category)
  return wishesKept and call('HGET', chat .. name, 'off:' .. category) == '1'
end
`;
