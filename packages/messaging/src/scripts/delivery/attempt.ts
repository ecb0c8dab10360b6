import { loader } from "./basics.ts";
import { defineDeliveryScript } from "./delivery-script.ts";

const FIELDS = ["state", "lane", "revision", "token", "tried", "attempts", "tries"];

/**
 * Notes that the caller is about to send, and counts the attempt. Sent twice it answers the same and counts once.
 *
 * KEYS the delivery keys   ARGV per message: id, token, how many parts it has
 * Returns per message 1, or 0 when it is not the caller's any more: then it must not be sent.
 */
export const attemptScript = defineDeliveryScript(
  { flags: "allow-oom", parts: [loader("loadClaim", FIELDS)] },
  `
local answers = {}
for at = 1, #ARGV, 3 do
  local r = loadClaim(ARGV[at])
  local ours = r and r.token == ARGV[at + 1]
  if ours and r.tried ~= r.token then
    local attempts = string.format('%d', (r.attempts or 0) + 1)
    local tries = string.format('%d', (r.tries or 0) + 1)
    if r.state == 'sending' then
      call('HSET', record .. r.id, 'tried', r.token, 'began', nowText, 'attempts', attempts, 'tries', tries,
        'parts', ARGV[at + 2])
    else
      change(r, 'sending', nil, 'tried', r.token, 'began', nowText, 'attempts', attempts, 'tries', tries, 'next', '',
        'parts', ARGV[at + 2])
      tell(r, nil, 'attempt', tries)
    end
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
  { flags: "allow-oom" },
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
