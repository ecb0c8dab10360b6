import { DRAFT_ARGUMENTS, UNCLAIMED_AFTER_MS } from "./admission.ts";
import { defineDeliveryScript } from "./delivery-script.ts";
import { PARKED_MAX } from "./lanes.ts";
import { loader } from "./records.ts";

/** What a plain record of web needs; the rest is read where `rare` says that there is more. */
const FIELDS = ["state", "lane", "priority", "revision", "copy", "door", "fingerprint", "rare"];

/** Entries kept of malformed payloads; as many as by every other way into the quarantine. */
const QUARANTINE_KEPT = 1000;

/**
 * Brings what came in by a door into the delivery queue: removes the door's own copy, skips what was not there any more
 * (the copy is the deduplication of what has no id), skips what is known by its id, writes the record, appends to the
 * lane, tells. Nothing happens unless the lease is the caller's.
 *
 * KEYS the delivery keys
 * ARGV 1 owner of the lease, 2 door, 3 most that may wait, 4 consumer group, 5 number of this call, 6 that of the call of the
 *      same owner and door which must have been the last one and have dealt with all of its items, or ''; then per item either what `readDraft` reads,
 *      or 'rejected', reason, detail, bytes, raw; and the copy, but for the channel, which keeps none. An id that is
 *      generated is the caller's, so a record of that name is another message's unless the door keeps no copies.
 * Returns { -1 } when the lease is another's, { -2 } when it is not its turn, else { handled, admitted, known, gone, mismatched, rejected, dead,
 *      dropped }; handled: the first so many items were dealt with, the others met a full queue.
 */
export const admitScript = defineDeliveryScript(
  "deny-oom",
  `
${loader("loadKnown", FIELDS)}
if call('GET', lease) ~= ARGV[1] then return {-1} end
local door, most, group = ARGV[2], tonumber(ARGV[3]), ARGV[4]
local lastCall = 'admitted:' .. door
if ARGV[6] ~= '' and call('HGET', governor, lastCall) ~= ARGV[1] .. ' ' .. ARGV[6] then return {-2} end
local pending = queuePending .. ARGV[1]
local waiting = waitingInside()
local handled, admitted, knownBefore, gone, mismatched, rejected, deadOnes, dropped = 0, 0, 0, 0, 0, 0, 0, 0

local function removeCopy(copy)
  if door == 'channel' then return true end
  if door == 'queue' then return call('LREM', pending, -1, copy) == 1 end
  return call('XACK', streamDoor, group, copy) == 1
end

local function putAside(reason, detail, bytes, raw)
  call('XADD', quarantine, 'MAXLEN', '~', ${QUARANTINE_KEPT}, '*', 'door', door, 'reason', reason, 'detail', detail,
    'bytes', bytes, 'raw', raw)
end

-- A record that web wrote, whose copy at the door is now gone.
local claimed = {}
local function admitKnown(r)
  if r.rare or ENDS[r.state] then r = load(r.id) end
  if r.door == 'channel' then claimed[#claimed + 1] = r.id end
  if r.state == 'accepted' then
    admitted = admitted + 1
    return admitRecord(r)
  end
  knownBefore = knownBefore + 1
  if ENDS[r.state] then keepClaimed(r) end
end

local function acceptedMsOf(copy)
  local fromEntry = door == 'stream' and tonumber(string.match(copy, '^(%d+)-%d+$'))
  return fromEntry and string.format('%d', math.min(fromEntry, now)) or nowText
end

local written = {}
local function admitNew(r, copy)
  written[r.id] = true
  local acceptedMs = acceptedMsOf(copy)
  -- While so few wait in all, no lane can hold too many.
  local list = chatsOf(r.lane)
  if waiting >= most / 10 and waitingIn(list and list[1] or routeOf(r)) >= most / 10
    or r.linked and not list and call('LLEN', parkedLane .. routeOf(r)) >= ${PARKED_MAX / 10} then
    write(r, door, acceptedMs, 'queued')
    finish(r, 'failed', 'queue_full', 'timeline', note(r, line('failed', 'queue_full')))
    tell(r, 'queue_full')
    deadOnes = deadOnes + 1
    return
  end
  write(r, door, acceptedMs, 'queued')
  admitted = admitted + 1
  waiting = waiting + (list and #list or 1)
  supersede(r)
  if isLate(r) then
    finish(r, 'expired', 'ttl', 'timeline', note(r, line('expired', 'ttl')))
    return tell(r, 'ttl')
  end
  local to, reason = route(r)
  if to == 'queued' then
    tell(r, nil, 'door', door)
  elseif to == 'parked' then
    park(r, reason)
  else
    change(r, to)
    tell(r, nil, 'door', door)
  end
end

-- An id that the intake made has a record only where this call is a repeated one, so one question for all will do.
local made, names = {}, {}
local items, stride = {}, door == 'channel' and ${DRAFT_ARGUMENTS} or ${DRAFT_ARGUMENTS + 1}
for at = 7, #ARGV, stride do
  local r = ARGV[at] ~= 'rejected' and readDraft(at)
  items[#items + 1] = r
  if r then
    names[#names + 1] = r.lane
    if r.generated then made[#made + 1] = record .. r.id end
  end
end
lookAhead(names)
local isRepeated = #made > 0 and call('EXISTS', unpack(made)) > 0

for place, r in ipairs(items) do
  local at = 7 + (place - 1) * stride
  local copy = ARGV[at + ${DRAFT_ARGUMENTS}]
  local known = r and (not r.generated or isRepeated or written[r.id]) and loadKnown(r.id)
  if r and not known and waiting >= most then
    if door ~= 'channel' then break end
    dropped = dropped + 1
  elseif not removeCopy(copy) then
    gone = gone + 1
  elseif not r then
    putAside(ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4])
    rejected = rejected + 1
  elseif known and r.generated and door ~= 'channel' then
    r.id = r.id .. '-' .. string.format('%d', stamp[1]) .. '-' .. stamp[2] .. '-' .. handled
    admitNew(r, copy)
  elseif known and (known.fingerprint or '') ~= r.fingerprint then
    putAside('idempotency_mismatch', 'another notification has this id', #r.body, r.body)
    mismatched = mismatched + 1
  elseif known and known.door == door and hasCopy(known) then
    admitKnown(known)
  elseif known then
    knownBefore = knownBefore + 1
  else
    admitNew(r, copy)
  end
  handled = handled + 1
end
call('HSET', governor, lastCall, handled == #items and ARGV[1] .. ' ' .. ARGV[5] or '')
flushIndexes()
callMany('ZREM', accepted, claimed)
finishScript()
return {handled, admitted, knownBefore, gone, mismatched, rejected, deadOnes, dropped}
`,
  (reply) => reply as number[],
);

/**
 * Admits what web accepted by the channel and nobody admitted, oldest first; what is a minute old ends unclaimed.
 *
 * KEYS the delivery keys   ARGV 1 owner of the lease, 2 least age in ms, 3 at most so many
 * Returns { -1 } when the lease is another's, else { looked at, admitted, unclaimed }.
 */
export const sweepScript = defineDeliveryScript(
  "allow-oom",
  `
if call('GET', lease) ~= ARGV[1] then return {-1} end
local ids = call('ZRANGEBYSCORE', accepted, '-inf', ms(micros - ARGV[2] * 1000), 'LIMIT', 0, ARGV[3])
local admitted, unclaimed = 0, 0
for _, id in ipairs(ids) do
  call('ZREM', accepted, id)
  local r = load(id)
  if r and hasCopy(r) then
    r.claimed = true
    if ENDS[r.state] then
      keepClaimed(r)
    elseif now - r.accepted >= ${UNCLAIMED_AFTER_MS} then
      finish(r, 'expired', 'unclaimed', 'timeline', note(r, line('expired', 'unclaimed')))
      tell(r, 'unclaimed')
      unclaimed = unclaimed + 1
    else
      admitRecord(r)
      admitted = admitted + 1
    end
  end
end
finishScript()
return {#ids, admitted, unclaimed}
`,
  (reply) => reply as number[],
);
