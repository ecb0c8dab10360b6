/**
 * What the scripts about recipients begin with.
 *
 * - `placeIn(list, one)`: its place in the list, nil where it is not in it
 * - `writeUsers(name, users)`: whose a chat is
 * - `know(name)`: a chat has something written about it from now on
 * - `awayIn(name)`: why nobody can be reached in a chat, or false
 * - `isSuspended(users)`: whether an operator suspended one of these
 * - `endSuspension(name)`: an operator's, unless another one of its recipients is suspended. A chat whose person said stop
 *   stays stopped.
 * - `tellOne(event, user, name)`: an event about one recipient of a chat
 */
export const recipientBasics = `
local function placeIn(list, one)
  for at, other in ipairs(list) do
    if other == one then return at end
  end
end
local function writeUsers(name, users)
  if #users == 0 then return call('HDEL', chat .. name, 'users') end
  call('HSET', chat .. name, 'users', cjson.encode(users))
end
local function know(name)
  call('ZADD', chats, 'NX', 'inf', name)
end
local function awayIn(name)
  return call('HGET', laneState .. name, 'unreachable')
end
local function isSuspended(users)
  for _, user in ipairs(users) do
    if call('HEXISTS', recipient .. user, 'suspended') == 1 then return true end
  end
  return false
end
local function endSuspension(name)
  if awayIn(name) ~= 'suspended' or isSuspended(usersOf(name)) then return end
  if call('HEXISTS', chat .. name, 'stopped') == 1 then
    return call('HSET', laneState .. name, 'unreachable', 'stopped')
  end
  releaseLane(name, 'operator')
  tellPeople(name, 'returned')
end
local function tellOne(event, user, name)
  trimEvents()
  call('XADD', events, '*', 'event', event, 'user_id', user, 'chat_id', name, 'at_ms', nowText)
end
`;
