import { defineDeliveryScript } from "./delivery-script.ts";

/**
 * Ends the suspension of a lane: what is parked there goes to its front, in order.
 *
 * KEYS the delivery keys   ARGV 1 lane
 * Returns how many were released.
 */
export const releaseLaneScript = defineDeliveryScript(
  "allow-oom",
  `
local name = ARGV[1]
call('HDEL', laneState .. name, 'unreachable')
-- The attempt under way may have met a person who was not back yet.
if call('HGET', laneState .. name, 'place') == 'flight' then call('HSET', laneState .. name, 'returned', nowText) end
local released = 0
while true do
  local id = call('RPOP', parkedLane .. name)
  if not id then break end
  call('ZREM', parked, id)
  local r = load(id)
  if r and r.state == 'parked' then
    call('HSET', record .. id, 'timeline', note(r, line('released')))
    enqueue(r, true)
    released = released + 1
  end
end
finishScript()
return released
`,
  (reply) => Number(reply),
);

/**
 * After an outage of the other side: makes due what waits only because of it.
 *
 * KEYS the delivery keys   ARGV 1 at most so many lanes
 * Returns how many lanes were looked at; call again while it is as many as asked for.
 */
export const releaseDelayedScript = defineDeliveryScript(
  "allow-oom",
  `
local names = call('SPOP', delayed, ARGV[1])
for _, name in ipairs(names) do
  local at = call('HGET', laneState .. name, 'place')
  if at and READY[at] then
    local score = call('ZSCORE', READY[at], name)
    if score and tonumber(score) > now then call('ZADD', READY[at], now, name) end
  end
end
return #names
`,
  (reply) => Number(reply),
);
