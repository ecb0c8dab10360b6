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
 * ARGV 1 owner of the lease, 2 door, 3 most that may wait, 4 consumer group, 5 number of this call, larger than those of the
 *      same owner and door before, or '', 6 that of the one which must have been the last and have dealt with all of its items, or '', 7 '1' where no
 *      id that is generated was ever given before, 8 the items, packed: per item either what `readDraft` reads,
 *      or 'rejected', reason, detail, bytes, raw; and the copy, but for the channel, which keeps none. An id that is
 *      generated is the caller's, so a record of that name is another message's unless the door keeps no copies.
 * Returns { -1 } when the lease is another's, { -2 } when it is not its turn or a later one came before it, else { handled, admitted, known, gone,
 *      mismatched, rejected, dead, dropped }; handled: the first so many items were dealt with, the others met a full queue.
 */
export const admitScript = defineDeliveryScript(
  "deny-oom",
  `
${loader("loadKnown", FIELDS)}
if call('GET', lease) ~= ARGV[1] then return {-1} end
local door, most, group = ARGV[2], tonumber(ARGV[3]), ARGV[4]
local lastCall = 'admitted:' .. door
local lastOwner, lastNumber, extent = string.match(call('HGET', governor, lastCall) or '', '^(.*) (%d+) (%a+)$')
local isOurs = lastOwner == ARGV[1]
if ARGV[5] ~= '' and isOurs and tonumber(ARGV[5]) <= tonumber(lastNumber)
  or ARGV[6] ~= '' and not (isOurs and lastNumber == ARGV[6] and extent == 'whole') then return {-2} end
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

-- An id that the intake made has a record only where it was given before, so one question for all will do.
local areFresh = ARGV[7] == '1'
local given, stride = cmsgpack.unpack(ARGV[8]), door == 'channel' and ${DRAFT_ARGUMENTS} or ${DRAFT_ARGUMENTS + 1}
local made = {}
if not areFresh then
  for at = 1, #given, stride do
    if given[at] ~= 'draft' and given[at] ~= 'rejected' then made[#made + 1] = record .. given[at + 1] end
  end
end
local areKnown = #made > 0 and call('EXISTS', unpack(made)) > 0

for at = 1, #given, stride do
  local r = given[at] ~= 'rejected' and readDraft(given, at)
  local copy = given[at + ${DRAFT_ARGUMENTS}]
  local known = r and (not r.generated or areKnown or written[r.id]) and loadKnown(r.id)
  if r and not known and waiting >= most then
    if door ~= 'channel' then break end
    dropped = dropped + 1
  elseif not removeCopy(copy) then
    gone = gone + 1
  elseif not r then
    putAside(given[at + 1], given[at + 2], given[at + 3], given[at + 4])
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
if ARGV[5] ~= '' then
  call('HSET', governor, lastCall, ARGV[1] .. ' ' .. ARGV[5] .. (handled * stride == #given and ' whole' or ' part'))
end
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
