import { DRAFT_ARGUMENTS } from "./admission.ts";
import { defineDeliveryScript } from "./delivery-script.ts";

/** Arguments per draft: those of `readDraft`, the door, what is put on it. */
const STRIDE = DRAFT_ARGUMENTS + 2;

/**
 * Takes drafts over: record, index, event and the door's copy (PUBLISH, LPUSH, XADD) in one step, so that there is no
 * half-made request. A draft whose id has a record changes nothing.
 *
 * KEYS the delivery keys
 * ARGV 1 channel of which the subscribers count, 2 channel to publish on, 3 most that may wait, then per draft:
 *      id, lane, priority, fingerprint, body, due or '', ttl in ms or '', '1' to hold or '', replace key or '',
 *      door, payload for the door
 * Returns per draft { what, state or '', door or '', receivers }; what: accepted, known, mismatch, no_listener,
 *      full_all, full_lane.
 */
export const acceptScript = defineDeliveryScript(
  "deny-oom",
  `
local listening = call('PUBSUB', 'NUMSUB', ARGV[1])[2] > 0
local most = tonumber(ARGV[3])

-- What web accepted by a door lies there too; counting both would count it twice. A door that a stranger spoiled is not
-- to stop the others.
local function waitingAtDoors()
  local length, groups = redis.pcall('LLEN', queueDoor), redis.pcall('XINFO', 'GROUPS', streamDoor)
  local total = type(length) == 'number' and length or 0
  if not groups.err then
    for _, group in ipairs(groups) do
      local facts = {}
      for at = 1, #group, 2 do facts[group[at]] = group[at + 1] end
      if facts.name == 'bot' then total = total + (tonumber(facts.lag or 0) or 0) + (facts.pending or 0) end
    end
  end
  return math.max(total, tonumber(call('HGET', depth, 'accepted') or 0))
end
local waiting = waitingInside() + waitingAtDoors()

-- Almost always every id is new, so one question for all will do.
local names, written, unclaimed = {}, {}, {}
for at = 4, #ARGV, ${STRIDE} do names[#names + 1] = record .. ARGV[at] end
local someKnown = #names > 0 and call('EXISTS', unpack(names)) > 0

local answers = {}
for at = 4, #ARGV, ${STRIDE} do
  local r = readDraft(at)
  local door, payload = ARGV[at + ${DRAFT_ARGUMENTS}], ARGV[at + ${DRAFT_ARGUMENTS + 1}]
  local known = (someKnown or written[r.id]) and load(r.id)
  local answer
  if known then
    answer = {known.fingerprint == r.fingerprint and 'known' or 'mismatch', known.state, known.door, 0}
  elseif door == 'channel' and not listening then
    answer = {'no_listener', '', '', 0}
  elseif waiting >= most then
    answer = {'full_all', '', '', 0}
  elseif waiting >= most / 10 and waitingIn(r.lane) >= most / 10 then
    answer = {'full_lane', '', '', 0}
  else
    write(r, door, '1', nowText, 'accepted')
    written[r.id] = true
    tell(r, nil, 'door', door)
    waiting = waiting + 1
    local receivers = 0
    if door == 'channel' then
      unclaimed[#unclaimed + 1] = indexed[#indexed - 1]
      unclaimed[#unclaimed + 1] = r.id
      receivers = call('PUBLISH', ARGV[2], payload)
    elseif door == 'queue' then
      call('LPUSH', queueDoor, payload)
    else
      call('XADD', streamDoor, '*', 'payload', payload)
    end
    answer = {'accepted', 'accepted', door, receivers}
  end
  answers[#answers + 1] = answer
end
flushIndex()
callMany('ZADD', accepted, unclaimed)
finishScript()
return answers
`,
  (reply) => reply as [what: string, state: string, door: string, receivers: number][],
);
