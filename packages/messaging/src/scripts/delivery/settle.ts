import { defineDeliveryScript } from "./delivery-script.ts";
import { ends } from "./ends.ts";
import { governorRefusals } from "./governor.ts";
import { lanes } from "./lanes.ts";
import { outcomes } from "./outcomes.ts";

/**
 * Writes how attempts ended: outcome, next state, record, lane and event in one step. Sent twice it answers the same; a
 * former owner is refused.
 *
 * KEYS the delivery keys
 * ARGV 1 worker, 2 interval between two sends of a lane in ms, 3 the same for a group, 4 how long finished records are
 *      kept in ms, 5 how many of them, then per message 8: id, token, kind, and
 *      'sent': message id, parts; 'retry': reason, delay in ms, '1' when it counted, '1' when the outcome is unknown,
 *      variant or '' (then 'outage' instead of 'retry' where the other side's outage delays it); 'limited': retry after
 *      in ms; 'failed', 'unreachable', 'returned': reason; 'migrated': new lane; '' for the rest
 * Returns per message 1, or 0 when it was refused.
 */
export const settleScript = defineDeliveryScript(
  { flags: "allow-oom", parts: [lanes, ends, governorRefusals, outcomes] },
  `
local answers, released, sentSome, finishedSome = {}, {}, false, 0
for at = 6, #ARGV, 8 do
  local r = load(ARGV[at])
  local token, kind = ARGV[at + 1], ARGV[at + 2]
  local answer = 0
  if r and r.settled == token then
    answer = 1
  elseif r and r.token == token and r.owner == ARGV[1] and not ENDS[r.state] then
    answer = 1
    released[#released + 1] = r.id
    settle[kind](r, ARGV[at + 3], ARGV[at + 4], ARGV[at + 5], ARGV[at + 6], ARGV[at + 7])
    if kind == 'sent' then sentSome = true end
    if ENDS[r.state] then finishedSome = finishedSome + 1 end
  end
  answers[#answers + 1] = answer
end
if #released > 0 then call('ZREM', taken, unpack(released)) end
if sentSome then call('HSET', governor, 'succeeded', now) end
if finishedSome > 0 then trim(tonumber(ARGV[4]), tonumber(ARGV[5]), 2 * finishedSome) end
flush()
return answers
`,
  (reply) => (reply as number[]).map((answer) => answer === 1),
);
