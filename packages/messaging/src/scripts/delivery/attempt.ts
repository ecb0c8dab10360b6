import { defineDeliveryScript } from "./delivery-script.ts";

/**
 * Notes that the caller is about to send, and counts the attempt. Sent twice it answers the same and counts once.
 *
 * KEYS the delivery keys   ARGV 1 worker, then per message: id, token, how many parts it has
 * Returns per message 1, or 0 when it is not the caller's any more: then it must not be sent.
 */
export const attemptScript = defineDeliveryScript(
  { flags: "allow-oom" },
  `
local answers = {}
for at = 2, #ARGV, 3 do
  local r = load(ARGV[at])
  local ours = r and r.token == ARGV[at + 1] and r.owner == ARGV[1]
  if ours and r.tried ~= r.token then
    local attempts, tries = (r.attempts or 0) + 1, (r.tries or 0) + 1
    if r.state == 'sending' then
      call('HSET', record .. r.id, 'tried', r.token, 'began', now, 'attempts', attempts, 'tries', tries,
        'parts', ARGV[at + 2])
    else
      change(r, 'sending', nil, 'tried', r.token, 'began', now, 'attempts', attempts, 'tries', tries, 'next', '',
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
 * KEYS the delivery keys   ARGV 1 worker, 2 lease in ms, then per message: id, token
 * Returns per message 1, or 0 when it is not the caller's any more.
 */
export const renewScript = defineDeliveryScript(
  { flags: "allow-oom" },
  `
local answers = {}
for at = 3, #ARGV, 2 do
  local values = call('HMGET', record .. ARGV[at], 'token', 'owner')
  local ours = values[1] == ARGV[at + 1] and values[2] == ARGV[1]
  if ours then call('ZADD', taken, 'XX', now + ARGV[2], ARGV[at]) end
  answers[#answers + 1] = ours and 1 or 0
end
return answers
`,
  (reply) => (reply as number[]).map((answer) => answer === 1),
);
