import { defineDeliveryScript } from "./delivery-script.ts";

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
  local at = laneOf(name).place
  if READY[at] then
    local score = call('ZSCORE', READY[at], name)
    if score and tonumber(score) > now then call('ZADD', READY[at], now, name) end
  end
end
return #names
`,
  (reply) => Number(reply),
);
