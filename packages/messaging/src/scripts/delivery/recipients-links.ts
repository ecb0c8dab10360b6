import { defineDeliveryScript } from "./delivery-script.ts";
import { recipientBasics } from "./recipients-basics.ts";

/** So many unexpired links at a time, used ones among them. */
export const LINKS_MAX = 100_000;

/** So many chats has a recipient at most, and so many recipients a chat. */
export const LINKED_MAX = 20;

/**
 * Makes a link by which one chat can become a recipient's. The recipient is known from then on.
 *
 * KEYS the delivery keys   ARGV 1 user id, 2 hash of the token, 3 lifetime in ms, 4 '1' for groups
 * Returns when it expires, or 0 when there are too many.
 */
export const createLinkScript = defineDeliveryScript(
  "deny-oom",
  `
local user, hash = ARGV[1], ARGV[2]
call('ZREMRANGEBYSCORE', links, '-inf', nowText)
if call('ZCARD', links) >= ${LINKS_MAX} then return 0 end
local expires = ms(now + ARGV[3])
call('HSET', link .. hash, 'user', user)
if ARGV[4] == '1' then call('HSET', link .. hash, 'group', '1') end
call('PEXPIREAT', link .. hash, expires)
call('ZADD', links, expires, hash)
call('ZADD', recipients, '0', user)
call('HSETNX', recipient .. user, 'created', nowText)
return tonumber(expires)
`,
  (reply) => Number(reply),
);

/**
 * Uses a link: the chat is the recipient's from then on, and what is parked for either goes there, unless an operator
 * suspended the chat or the recipient. A link that cannot be used here stays usable elsewhere.
 *
 * KEYS the delivery keys   ARGV 1 hash of the token, 2 chat, 3 its kind, 4 its name or '', 5 language or ''
 * Returns { what, user id or '', released }; what: linked, again, used, unknown, wrong_chat, full.
 */
export const redeemScript = defineDeliveryScript(
  "allow-oom",
  `${recipientBasics}
local hash, name, kind = ARGV[1], ARGV[2], ARGV[3]
local facts = call('HMGET', link .. hash, 'user', 'group', 'used_by')
local user = facts[1]
if not user then return {'unknown', '', 0} end
local mine, users = chatsOf(user) or {}, usersOf(name)
local isLinked = placeIn(mine, name)
if facts[3] then return {facts[3] == name and isLinked and 'again' or 'used', user, 0} end
if (facts[2] == '1') == (kind == 'private') then return {'wrong_chat', '', 0} end
if not isLinked and (#mine >= ${LINKED_MAX} or #users >= ${LINKED_MAX}) then return {'full', '', 0} end

local wasAway = awayIn(name)
call('HSET', link .. hash, 'used_by', name)
if not isLinked then
  mine[#mine + 1] = name
  users[#users + 1] = user
end
call('HSET', recipient .. user, 'chats', table.concat(mine, ','), 'linked', nowText)
call('HDEL', chat .. name, 'stopped')
local released = releaseLane(name, 'start')
-- To those who had the chat before.
if wasAway and released then tellPeople(name, 'returned') end
know(name)
writeUsers(name, users)
call('HSET', chat .. name, 'kind', kind, 'linked', nowText)
if ARGV[4] ~= '' then call('HSET', chat .. name, 'name', ARGV[4]) end
if ARGV[5] ~= '' then call('HSET', chat .. name, 'language', ARGV[5]) end
tellOne('linked', user, name)
if isSuspended({user}) and awayIn(name) ~= 'suspended' then
  suspendLane(name, 'suspended')
  tellPeople(name, 'suspended', 'reason', 'suspended')
end
released = released or 0
released = released + releaseRecipient(user)
finishScript()
return {'linked', user, released}
`,
  (reply) => reply as [what: string, userId: string, released: number],
);

/**
 * Ends a link. What waits in that chat for this recipient goes to its next chat, unless that had it already: then it is
 * cancelled. Without another chat it is parked until the recipient is linked again. What is being sent at this moment goes
 * its way.
 *
 * KEYS the delivery keys   ARGV 1 user id, 2 chat
 * Returns { 1 when it was linked, parked, cancelled }.
 */
export const unlinkScript = defineDeliveryScript(
  "allow-oom",
  `${recipientBasics}
local user, name = ARGV[1], ARGV[2]
local mine, users = chatsOf(user) or {}, usersOf(name)
local at, userAt = placeIn(mine, name), placeIn(users, user)
if not at then return {0, 0, 0} end
table.remove(mine, at)
if userAt then table.remove(users, userAt) end
call('HSET', recipient .. user, 'chats', table.concat(mine, ','))
writeUsers(name, users)
tellOne('unlinked', user, name)

local parkedNow, cancelled = 0, 0
-- An integer that was linked is no chat's number from now on.
local function leave(r)
  takeOut(r)
  r.linked, r.rare = '1', '1'
  call('HSET', record .. r.id, 'linked', '1', 'rare', '1')
  leaveChat(r)
  if r.state == 'parked' then parkedNow = parkedNow + 1 end
  if r.state == 'cancelled' then cancelled = cancelled + 1 end
end

local WAITS = {queued = true, retrying = true, parked = true, sending = true}
local moved = call('HGET', laneState .. name, 'moved') or name
-- From the last to the first, each to the front, so that they keep their order.
local places = call('ZRANGEBYLEX', laneIndex, '[' .. user .. '\\n', '(' .. user .. '\\11')
for at = #places, 1, -1 do
  local id = string.match(places[at], '[^\\n]*$')
  local facts = call('HMGET', record .. id, 'state', 'route')
  local waitsIn = WAITS[facts[1] or 'queued'] and (facts[2] or user)
  local r = (waitsIn == name or waitsIn == moved) and load(id)
  if r then
    if not isTrying(r) then
      leave(r)
    else
      -- It stays in that lane until its attempt ends.
      call('HSET', record .. id, 'linked', '1', 'route', routeOf(r), 'rare', '1')
      r.rare = '1'
      fly(r)
    end
  end
end
endSuspension(name)
finishScript()
return {1, parkedNow, cancelled}
`,
  (reply) => reply as [wasLinked: number, parked: number, cancelled: number],
);
