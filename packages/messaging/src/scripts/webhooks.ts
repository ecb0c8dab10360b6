import { WEBHOOK_TYPES } from "../webhooks/model.ts";
import { defineScript } from "./script.ts";

/** Waiting calls beyond these are left in the event stream until there is room. */
const WAITING_MAX = 100_000;
/** Entries of the event stream looked at by one call. */
const READ_MAX = 500;
const DAY_MS = 86_400_000;
const DONE = { most: 1000, ageMs: DAY_MS };
const DEAD = { most: 10_000, ageMs: 14 * DAY_MS };
/** Records forgotten by one call. */
const TRIM_MAX = 200;

/**
 * What every script begins with; `record` is completed by the id of a delivery. The keys are those of webhookKeys. `now` is
 * in ms, with microseconds behind the point: what ends one after the other has different moments, and pages know their place.
 */
function head(flags: "" | " flags=allow-oom"): string {
  return `#!lua${flags}
local events, position, due, dead, done, figures, record = unpack(KEYS)
local call = redis.call
local stamp = call('TIME')
local now = string.format('%.3f', stamp[1] * 1000 + stamp[2] / 1000)
`;
}

function luaTable(names: Readonly<Record<string, string>>): string {
  const members = Object.entries(names).map(([name, type]) => `${name} = '${type}'`);
  return `{${members.join(", ")}}`;
}

/**
 * Turns the events after the stored position into deliveries, and moves the position. The first call ever puts the
 * position at the end of the stream. Not while Redis is full: the stream keeps the events meanwhile.
 *
 * KEYS those of webhookKeys
 * Returns { deliveries made, entries trimmed before they were read, 1 when there may be more to read }.
 */
export const collectWebhooksScript = defineScript(
  `${head("")}
local STATES, EVENTS = ${luaTable(WEBHOOK_TYPES.state)}, ${luaTable(WEBHOOK_TYPES.event)}

local function newest()
  local last = call('XREVRANGE', events, '+', '-', 'COUNT', 1)[1]
  return last and last[1]
end
-- How many entries were ever added, and how many of them are gone.
local function totals()
  if call('EXISTS', events) == 0 then return 0, 0 end
  local facts, info = {}, call('XINFO', 'STREAM', events)
  for at = 1, #info, 2 do facts[info[at]] = info[at + 1] end
  return facts['entries-added'], facts['entries-added'] - facts['length']
end
local function moveTo(entry, passed)
  call('HSET', position, 'entry', entry, 'passed', passed)
end

local entry, passed = unpack(call('HMGET', position, 'entry', 'passed'))
if not entry then
  moveTo(newest() or '0-0', (totals()))
  return {0, 0, 0}
end
local entries = call('XRANGE', events, '(' .. entry, '+', 'COUNT', ${READ_MAX})
if #entries == 0 then
  -- A position behind the end is one of a stream that was set back: who stayed there would wait for ever.
  local last = newest()
  if last and last ~= entry then moveTo(last, (totals())) end
  return {0, 0, 0}
end

local missed = 0
passed = tonumber(passed)
if #call('XRANGE', events, '-', entry, 'COUNT', 1) == 0 then
  local _, gone = totals()
  missed = math.max(0, gone - passed)
  passed = gone
  call('HINCRBY', position, 'missed', missed)
end

-- Due in the order of the events, and at once, also after the clock was set back.
local function momentOf(id)
  local ms, number = string.match(id, '(%d+)-(%d+)')
  return string.format('%.3f', math.min(ms, now) - 1 + math.min(number, 999) / 1000)
end
local function deliver(id, type, f, fields)
  local name = 'evt_' .. id
  call('HSET', record .. name, 'type', type, 'state', 'waiting', 'user', f.user_id or '', 'fields', cjson.encode(fields))
  if not f.event and f.id then call('HSET', record .. name, 'notification', f.id) end
  call('ZADD', due, momentOf(id), name)
end

local room, made, read = ${WAITING_MAX} - call('ZCARD', due), 0, 0
for _, one in ipairs(entries) do
  local id, fields, f = one[1], one[2], {}
  for at = 1, #fields, 2 do f[fields[at]] = fields[at + 1] end
  local type = f.event and EVENTS[f.event] or not f.event and f.state and STATES[f.state]
  if type then
    if made >= room then break end
    made = made + 1
    deliver(id, type, f, fields)
  end
  entry, read = id, read + 1
end
moveTo(entry, passed + read)
return {made, missed, read == ${READ_MAX} and 1 or 0}
`,
  (reply) => reply as [made: number, missed: number, more: number],
);

/**
 * Takes deliveries that are due, those first that have been due longest, and forgets what is kept too long.
 *
 * KEYS those of webhookKeys
 * ARGV 1 how many, 2 lease in ms, 3 token
 * Returns a list of { id, type, fields of the event as JSON, attempts, this one included }.
 */
export const takeWebhooksScript = defineScript(
  `${head(" flags=allow-oom")}
local function trim(set, most, ageMs)
  local function forget(ids)
    for _, id in ipairs(ids) do
      call('ZREM', set, id)
      call('DEL', record .. id)
    end
  end
  forget(call('ZRANGEBYSCORE', set, '-inf', now - ageMs, 'LIMIT', 0, ${TRIM_MAX}))
  local excess = math.min(call('ZCARD', set) - most, ${TRIM_MAX})
  if excess > 0 then forget(call('ZRANGE', set, 0, excess - 1)) end
end
trim(done, ${DONE.most}, ${DONE.ageMs})
trim(dead, ${DEAD.most}, ${DEAD.ageMs})

local taken = {}
for _, id in ipairs(call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, ARGV[1])) do
  local type, fields = unpack(call('HMGET', record .. id, 'type', 'fields'))
  if fields then
    call('HSET', record .. id, 'token', ARGV[3])
    call('ZADD', due, now + ARGV[2], id)
    taken[#taken + 1] = {id, type, fields, call('HINCRBY', record .. id, 'attempts', 1)}
  else
    call('ZREM', due, id)
  end
end
return taken
`,
  (reply) => reply as [id: string, type: string, fields: string, attempts: number][],
);

/**
 * Ends the try of a delivery. The text of what was delivered is forgotten.
 *
 * KEYS those of webhookKeys
 * ARGV 1 id, 2 token, 3 delivered, retry or dead, 4 status or '', 5 what went wrong, 6 delay in ms before the next try
 * Returns 1, or 0 when it is not in the hand of this token any more.
 */
export const settleWebhookScript = defineScript(
  `${head(" flags=allow-oom")}
local id, token, what, status, problem, delayMs = unpack(ARGV)
local key = record .. id
if call('HGET', key, 'token') ~= token then return 0 end
call('HDEL', key, 'token')
call('HSET', key, 'status', status, 'error', problem)
if what == 'delivered' then
  call('HDEL', figures, 'failing_since', 'error')
  call('HINCRBY', figures, 'delivered', 1)
  call('HDEL', key, 'fields')
else
  call('HSETNX', figures, 'failing_since', now)
  call('HSET', figures, 'error', problem)
end
if what == 'retry' then
  call('ZADD', due, now + delayMs, id)
else
  call('HSET', key, 'state', what)
  call('ZREM', due, id)
  call('ZADD', what == 'dead' and dead or done, now, id)
end
return 1
`,
  (reply) => reply === 1,
);

/**
 * Makes a delivery due now that waits for its next try, or was given up.
 *
 * KEYS those of webhookKeys   ARGV 1 id
 * Returns done, in_flight, delivered, unknown.
 */
export const retryWebhookScript = defineScript(
  `${head(" flags=allow-oom")}
local id = ARGV[1]
local key = record .. id
local state, token = unpack(call('HMGET', key, 'state', 'token'))
if not state then return 'unknown' end
if state == 'delivered' then return 'delivered' end
if token and tonumber(call('ZSCORE', due, id)) > tonumber(now) then return 'in_flight' end
if state == 'dead' then
  call('ZREM', dead, id)
  call('HSET', key, 'state', 'waiting', 'attempts', 0)
end
call('ZADD', due, now, id)
return 'done'
`,
  (reply) => reply as "done" | "in_flight" | "delivered" | "unknown",
);

/**
 * Makes everything due now that was given up since a moment.
 *
 * KEYS those of webhookKeys   ARGV 1 Unix time in ms
 * Returns how many.
 */
export const retryDeadWebhooksScript = defineScript(
  `${head(" flags=allow-oom")}
local ids = call('ZRANGEBYSCORE', dead, ARGV[1], '+inf')
for _, id in ipairs(ids) do
  call('ZREM', dead, id)
  call('HSET', record .. id, 'state', 'waiting', 'attempts', 0)
  call('ZADD', due, now, id)
end
return #ids
`,
  (reply) => Number(reply),
);

/**
 * A page of the deliveries in one state, those first that are due last, or ended last.
 *
 * KEYS those of webhookKeys
 * ARGV 1 waiting, delivered or dead, 2 how many, 3 and 4 moment and id of the last one of the page before, or ''
 * Returns a list of { id, moment, type, user, notification, attempts, status, error }.
 */
export const webhooksPageScript = defineScript(
  `${head(" flags=allow-oom")}
local set = ({waiting = due, delivered = done, dead = dead})[ARGV[1]]
local start = 0
if ARGV[4] ~= '' then
  -- Gone, or elsewhere by now: the page goes on behind its moment.
  if call('ZSCORE', set, ARGV[4]) == ARGV[3] then start = call('ZREVRANK', set, ARGV[4]) + 1
  else start = call('ZCOUNT', set, '(' .. ARGV[3], '+inf') end
end
local found, page = call('ZREVRANGE', set, start, start + ARGV[2] - 1, 'WITHSCORES'), {}
for at = 1, #found, 2 do
  local of = call('HMGET', record .. found[at], 'type', 'user', 'notification', 'attempts', 'status', 'error')
  for index = 1, 6 do of[index] = of[index] or '' end
  page[#page + 1] = {found[at], found[at + 1], unpack(of)}
end
return page
`,
  (reply) => reply as string[][],
);
