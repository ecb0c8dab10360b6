import { DRAFT_ARGUMENTS } from "./admission.ts";
import { defineDeliveryScript } from "./delivery-script.ts";
import { PARKED_MAX } from "./lanes.ts";

/** Arguments per draft: those of `readDraft`, and the door. */
const STRIDE = DRAFT_ARGUMENTS + 1;

export type AcceptReply = [what: string, state: string, door: string, receivers: number, unlinked: number];

/**
 * Takes drafts over: record, index, event and the door's copy (PUBLISH, LPUSH, XADD) in one step, so that there is no
 * half-made request. A draft whose id has a record changes nothing.
 *
 * KEYS the delivery keys
 * ARGV 1 channel of which the subscribers count, 2 channel to publish on, 3 most that may wait, then per draft:
 *      what `readDraft` reads (the body is also what the door gets), door
 * Returns per draft { what, state or '', door or '', receivers, 1 when it will wait for a link }; what: accepted, known,
 *      mismatch, no_listener, full_all, full_lane.
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
for at = 4, #ARGV, ${STRIDE} do names[#names + 1] = record .. ARGV[at + 1] end
local someKnown = #names > 0 and call('EXISTS', unpack(names)) > 0

local answers = {}
for at = 4, #ARGV, ${STRIDE} do
  local r = readDraft(ARGV, at)
  local door = ARGV[at + ${DRAFT_ARGUMENTS}]
  local list = chatsOf(r.lane)
  local unlinked = r.linked and tonumber(r.due or 0) <= now and not list
  local known = (someKnown or written[r.id]) and load(r.id)
  local answer
  if known then
    answer = {(known.fingerprint or '') == r.fingerprint and 'known' or 'mismatch', known.state, known.door, 0, 0}
  elseif door == 'channel' and not listening then
    answer = {'no_listener', '', '', 0, 0}
  elseif waiting >= most or unlinked and call('ZCARD', parked) >= ${PARKED_MAX} then
    answer = {'full_all', '', '', 0, 0}
  elseif waiting >= most / 10 and waitingIn(list and list[1] or routeOf(r)) >= most / 10
    or unlinked and call('LLEN', parkedLane .. routeOf(r)) >= ${PARKED_MAX / 10} then
    answer = {'full_lane', '', '', 0, 0}
  else
    write(r, door, nowText, 'accepted')
    written[r.id] = true
    tell(r, nil, 'door', door)
    waiting = waiting + (list and #list or 1)
    local receivers = 0
    if door == 'channel' then
      unclaimed[#unclaimed + 1] = byMoment[#byMoment - 1]
      unclaimed[#unclaimed + 1] = r.id
      receivers = call('PUBLISH', ARGV[2], r.body)
    elseif door == 'queue' then
      call('LPUSH', queueDoor, r.body)
    else
      call('XADD', streamDoor, '*', 'payload', r.body)
    end
    answer = {'accepted', 'accepted', door, receivers, unlinked and 1 or 0}
  end
  answers[#answers + 1] = answer
end
flushIndexes()
callMany('ZADD', accepted, unclaimed)
finishScript()
return answers
`,
  (reply) => reply as AcceptReply[],
);
