import { defineDeliveryScript } from "./delivery-script.ts";
import { recipientBasics } from "./recipients-basics.ts";

/**
 * Suspends a recipient with every chat that it has or gets, until it is resumed: what waits there is parked.
 *
 * KEYS the delivery keys   ARGV 1 user id
 * Returns how many chats there are.
 */
export const suspendScript = defineDeliveryScript(
  "allow-oom",
  `${recipientBasics}
if not call('ZSCORE', recipients, ARGV[1]) then return 0 end
call('HSETNX', recipient .. ARGV[1], 'suspended', nowText)
local mine = chatsOf(ARGV[1]) or {}
for _, name in ipairs(mine) do
  local was = awayIn(name)
  suspendLane(name, 'suspended')
  if was ~= 'suspended' then tellPeople(name, 'suspended', 'reason', 'suspended') end
end
finishScript()
return #mine
`,
  (reply) => Number(reply),
);

/**
 * Ends what `suspend` began. A chat that is another suspended recipient's stays suspended, and one whose person said
 * stop stays stopped.
 *
 * KEYS the delivery keys   ARGV 1 user id
 * Returns how many chats there are.
 */
export const resumeScript = defineDeliveryScript(
  "allow-oom",
  `${recipientBasics}
call('HDEL', recipient .. ARGV[1], 'suspended')
local mine = chatsOf(ARGV[1]) or {}
for _, name in ipairs(mine) do endSuspension(name) end
finishScript()
return #mine
`,
  (reply) => Number(reply),
);

/**
 * A person said stop, or blocked or removed the bot: what waits for the chat is parked. What was said by the person stands
 * beside what an operator said, and comes to light when that ends; what Telegram tells changes neither.
 *
 * KEYS the delivery keys   ARGV 1 chat, 2 reason
 * Returns how many were parked.
 */
export const leaveScript = defineDeliveryScript(
  "allow-oom",
  `${recipientBasics}
local name, reason = ARGV[1], ARGV[2]
local was = awayIn(name)
if reason == 'stopped' then
  know(name)
  call('HSET', chat .. name, 'stopped', '1')
end
if was == 'suspended' or was == 'stopped' then return 0 end
local parkedNow = suspendLane(name, reason)
if not was or reason == 'stopped' then tellPeople(name, 'suspended', 'reason', reason) end
finishScript()
return parkedNow
`,
  (reply) => Number(reply),
);

/**
 * Somebody is back: what is parked for the chat goes to its front, in order, unless it takes more than this to end what
 * holds it.
 *
 * KEYS the delivery keys   ARGV 1 chat, 2 by: message, start or operator
 * Returns how many were released.
 */
export const backScript = defineDeliveryScript(
  "allow-oom",
  `${recipientBasics}
local name, by = ARGV[1], ARGV[2]
local was = awayIn(name)
if by ~= 'message' then call('HDEL', chat .. name, 'stopped') end
local released = releaseLane(name, by)
if was and released then tellPeople(name, 'returned') end
finishScript()
return released or 0
`,
  (reply) => Number(reply),
);

/**
 * Telegram gave a group another id: its lane, its recipients and what it wants go there.
 *
 * KEYS the delivery keys   ARGV 1 chat, 2 its new id
 * Returns 1, or 0 when that was known.
 */
export const moveChatScript = defineDeliveryScript(
  "allow-oom",
  `
local name, newName = ARGV[1], ARGV[2]
if name == newName or call('HGET', laneState .. name, 'moved') == newName then return 0 end
moveLane(name, newName)
finishScript()
return 1
`,
  (reply) => Number(reply) === 1,
);

/** Of so many updates it is known that they were told. Telegram gives at most 100 again that were not confirmed. */
const UPDATES_KEPT = 1000;

/**
 * Tells what a person wrote, once per update.
 *
 * KEYS the delivery keys   ARGV 1 chat, 2 id of the update, 3 text, 4 Telegram's id of the message
 * Returns 1, or 0 when that was told before.
 */
export const repliedScript = defineDeliveryScript(
  "allow-oom",
  `${recipientBasics}
if call('ZADD', repliesTold, 'NX', nowText, ARGV[2]) == 0 then return 0 end
call('ZREMRANGEBYRANK', repliesTold, '0', '-${UPDATES_KEPT + 1}')
tellPeople(ARGV[1], 'replied', 'text', ARGV[3], 'message_id', ARGV[4])
return 1
`,
  (reply) => Number(reply) === 1,
);
