import { defineDeliveryScript } from "./delivery-script.ts";

/**
 * Notes that the caller is about to send, and counts the attempt, where the turn that gave the message did not. Sent twice
 * it answers the same and counts once.
 *
 * KEYS the delivery keys   ARGV per message: id, token, how many parts it has
 * Returns per message 1, or 0 when it is not the caller's any more: then it must not be sent.
 */
export const attemptScript = defineDeliveryScript(
  "allow-oom",
  `
local answers, ids = {}, {}
for at = 1, #ARGV, 3 do ids[#ids + 1] = ARGV[at] end
for place, text in ipairs(call('HMGET', flight, unpack(ids))) do
  local f = readFlight(ids[place], text)
  local ours = f and f.token == ARGV[place * 3 - 1]
  if ours and not f.began then
    local r, parts = load(f.id), ARGV[place * 3]
    if parts ~= '1' then call('HSET', record .. r.id, 'parts', parts, 'rare', '1') end
    noteAttempt(r)
    fly(r)
  end
  answers[place] = ours and 1 or 0
end
flushFlights()
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
local answers, ids, renewed = {}, {}, {}
for at = 2, #ARGV, 2 do ids[#ids + 1] = ARGV[at] end
for place, text in ipairs(call('HMGET', flight, unpack(ids))) do
  local f = readFlight(ids[place], text)
  local ours = f and f.token == ARGV[place * 2 + 1]
  if ours then
    renewed[#renewed + 1] = f.id
    renewed[#renewed + 1] = string.gsub(text, '^%d+', ms(now + ARGV[1]))
  end
  answers[place] = ours and 1 or 0
end
callMany('HSET', flight, renewed)
return answers
`,
  (reply) => (reply as number[]).map((answer) => answer === 1),
);
