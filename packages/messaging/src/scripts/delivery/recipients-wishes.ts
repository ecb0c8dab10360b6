import { defineDeliveryScript } from "./delivery-script.ts";
import { recipientBasics } from "./recipients-basics.ts";

/** So many facts and wishes of a chat are kept; further categories that it opts out of are not. */
const FIELDS_MAX = 100;

/** Instead of a value: the field is taken away. */
export const REMOVED = "-";

/**
 * Writes down what a chat wants; what waits there is looked at anew. Tells it when something changed, but for the language.
 *
 * KEYS the delivery keys
 * ARGV 1 chat, 2 muted until, 3 quiet hours and offset, 4 their zone, 5 until when that offset holds, 6 language ('' where
 *      it stays as it is, '-' where it is taken away), then per category: name, '1' when it is wanted
 * Returns 1 when something changed.
 */
export const setPreferencesScript = defineDeliveryScript(
  "allow-oom",
  `${recipientBasics}
local name = ARGV[1]
local changed = false
local function set(field, value)
  if value == call('HGET', chat .. name, field) then return end
  local isNew = value and string.sub(field, 1, 4) == 'off:'
  if isNew and call('HLEN', chat .. name) >= ${FIELDS_MAX} then return end
  changed = true
  if value then call('HSET', chat .. name, field, value) else call('HDEL', chat .. name, field) end
end
local function setGiven(field, text)
  if text ~= '' then set(field, text ~= '${REMOVED}' and text) end
end

know(name)
setGiven('language', ARGV[6])
changed = false
setGiven('muted', ARGV[2])
setGiven('quiet', ARGV[3])
setGiven('zone', ARGV[4])
if ARGV[5] ~= '' then call('ZADD', chats, ARGV[5], name) end
for at = 7, #ARGV, 2 do set('off:' .. ARGV[at], ARGV[at + 1] ~= '1' and '1') end
if changed then
  tellPeople(name, 'preferences')
  wakeLane(name)
  finishScript()
end
return changed and 1 or 0
`,
  (reply) => Number(reply) === 1,
);

/**
 * Chats whose time zone's offset must be looked up again.
 *
 * KEYS the delivery keys   ARGV 1 at most so many
 * Returns { chat, zone } one after the other.
 */
export const zonesDueScript = defineDeliveryScript(
  "allow-oom",
  `
local found = {}
for _, name in ipairs(call('ZRANGEBYSCORE', chats, '-inf', nowText, 'LIMIT', '0', ARGV[1])) do
  found[#found + 1] = name
  found[#found + 1] = call('HGET', chat .. name, 'zone') or 'UTC'
end
return found
`,
  (reply) => reply as string[],
);

/**
 * Writes down the offset of a chat's time zone, unless the chat chose another zone since its offset was due.
 *
 * KEYS the delivery keys   ARGV 1 chat, 2 offset in minutes, 3 until when it holds
 * Returns 1, or 0 when nothing was written.
 */
export const setOffsetScript = defineDeliveryScript(
  "allow-oom",
  `
local name = ARGV[1]
local dueAt = tonumber(call('ZSCORE', chats, name) or 'inf')
if dueAt > now then return 0 end
local hours = string.match(call('HGET', chat .. name, 'quiet') or '', '^[^:]+')
call('ZADD', chats, hours and ARGV[3] or 'inf', name)
if not hours then return 0 end
call('HSET', chat .. name, 'quiet', hours .. ':' .. ARGV[2])
wakeLane(name)
finishScript()
return 1
`,
  (reply) => Number(reply) === 1,
);
