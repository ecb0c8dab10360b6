import { defineDeliveryScript } from "./delivery-script.ts";

/**
 * Brings what was scheduled and is due into its lane.
 *
 * KEYS the delivery keys   ARGV 1 at most so many
 * Returns how many it looked at.
 */
export const promoteScript = defineDeliveryScript(
  "allow-oom",
  `
local ids = call('ZRANGEBYSCORE', scheduled, '-inf', nowText, 'LIMIT', '0', ARGV[1])
for _, id in ipairs(ids) do
  local r = load(id)
  if not r or r.state ~= 'scheduled' then
    call('ZREM', scheduled, id)
  else
    unschedule(r)
    r.due = nowText
    enqueue(r)
  end
end
finishScript()
return #ids
`,
  (reply) => Number(reply),
);
