import { loader } from "./basics.ts";
import { defineDeliveryScript } from "./delivery-script.ts";

/** All that a plain message needs which was sent; the rest is read where `rare` says that there is more. */
const FIELDS = ["state", "lane", "revision", "token", "tried", "began", "tries", "timeline", "rare"];

/**
 * Writes how attempts ended: outcome, next state, record, lane and event in one step. Sent twice it answers the same; a
 * former owner is refused.
 *
 * KEYS the delivery keys
 * ARGV 1 interval between two sends of a lane in ms, 2 the same for a group, 3 how long finished records are
 *      kept in ms, 4 how many of them, then per message 8: id, token, kind, and
 *      'sent': message id, parts; 'retry': reason, delay in ms, '1' when it counted, '1' when the outcome is unknown,
 *      variant or '' (then 'outage' instead of 'retry' where the other side's outage delays it); 'limited': retry after
 *      in ms; 'failed', 'unreachable', 'returned': reason; 'migrated': new lane; '' for the rest
 * Returns per message 1, or 0 when it was refused.
 */
export const settleScript = defineDeliveryScript(
  "allow-oom",
  `${loader("loadAttempt", FIELDS)}
local answers, released, sentSome, finishedSome = {}, {}, false, 0
local others
for at = 5, #ARGV, 8 do
  local r = loadAttempt(ARGV[at])
  local token, kind = ARGV[at + 1], ARGV[at + 2]
  local answer = 0
  if r and r.token ~= token then
    if call('HGET', record .. r.id, 'settled') == token then answer = 1 end
  elseif r and ENDS[r.state] then
    answer = 1
  elseif r then
    if kind ~= 'sent' or r.rare then r = load(r.id) end
    answer = 1
    released[#released + 1] = r.id
    if kind == 'sent' then
      settleSent(r, ARGV[at + 3], ARGV[at + 4])
      sentSome = true
    else
      others = others or otherOutcomes()
      others[kind](r, ARGV[at + 3], ARGV[at + 4], ARGV[at + 5], ARGV[at + 6], ARGV[at + 7])
    end
    if ENDS[r.state] then finishedSome = finishedSome + 1 end
  end
  answers[#answers + 1] = answer
end
callMany('ZREM', taken, released)
if sentSome then call('HSET', governor, 'succeeded', nowText) end
if finishedSome > 0 then trim(tonumber(ARGV[3]), tonumber(ARGV[4]), 2 * finishedSome) end
finishScript()
return answers
`,
  (reply) => (reply as number[]).map((answer) => answer === 1),
);
