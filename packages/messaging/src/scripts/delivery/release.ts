import { defineDeliveryScript } from "./delivery-script.ts";

/**
 * Ends the suspension of a lane: what is parked there goes to its front, in order. By whom decides whether it may.
 *
 * KEYS the delivery keys   ARGV 1 lane, 2 by: message, start or operator
 * Returns how many were released.
 */
export const releaseLaneScript = defineDeliveryScript(
  "allow-oom",
  `
local released = releaseLane(ARGV[1], ARGV[2])
finishScript()
return released or 0
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
