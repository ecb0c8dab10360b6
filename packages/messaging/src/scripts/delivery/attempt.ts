import { loader } from "./basics.ts";
import { defineDeliveryScript } from "./delivery-script.ts";

const FIELDS = ["state", "lane", "revision", "token", "tried", "tries"];

/**
 * Notes that the caller is about to send, and counts the attempt, where the turn that gave the message did not. Sent twice
 * it answers the same and counts once.
 *
 * KEYS the delivery keys   ARGV per message: id, token, how many parts it has
 * Returns per message 1, or 0 when it is not the caller's any more: then it must not be sent.
 */
export const attemptScript = defineDeliveryScript(
  "allow-oom",
  `${loader("loadClaim", FIELDS)}
local answers = {}
for at = 1, #ARGV, 3 do
  local r = loadClaim(ARGV[at])
  local ours = r and r.token == ARGV[at + 1] and not ENDS[r.state]
  if ours and r.tried ~= r.token then
    local parts = ARGV[at + 2]
    if parts ~= '1' then call('HSET', record .. r.id, 'parts', parts, 'rare', '1') end
    noteAttempt(r, r.token)
  end
  answers[#answers + 1] = ours and 1 or 0
end
flush()
return answers
`,
  (reply) => (reply as number[]).map((answer) => answer === 1),
);

/**
 * Prolongs leases.
 *
 * KEYS the delivery keys   ARGV 1 lease in ms, then per message: id, token
 * Returns per message 1, or 0 when it is not the caller's any more.
 */
export const renewScript = defineDeliveryScript(
  "allow-oom",
  `
local answers = {}
for at = 2, #ARGV, 2 do
  local ours = call('HGET', record .. ARGV[at], 'token') == ARGV[at + 1]
  if ours then call('ZADD', taken, 'XX', ms(now + ARGV[1]), ARGV[at]) end
  answers[#answers + 1] = ours and 1 or 0
end
return answers
`,
  (reply) => (reply as number[]).map((answer) => answer === 1),
);
