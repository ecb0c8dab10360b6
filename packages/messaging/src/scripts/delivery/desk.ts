import { defineDeliveryScript } from "./delivery-script.ts";

/**
 * Cancels what is not being sent, and what is not being sent of its copies.
 *
 * KEYS the delivery keys   ARGV 1 id
 * Returns { what, state, parts sent, copies that were cancelled }; what: cancelled (of it or of its copies something was),
 *      in_flight, already_ended, unknown.
 */
export const cancelScript = defineDeliveryScript(
  "allow-oom",
  `
local r = load(ARGV[1])
if not r then return {'unknown', '', 0, 0} end
local part, copies = tonumber(r.part or 0), 0
local isOver = ENDS[r.state]
if not isOver and isTrying(r) then return {'in_flight', r.state, part, 0} end
local function cancel(any)
  takeOut(any)
  finish(any, 'cancelled', nil, 'timeline', note(any, line('cancelled')))
  tell(any)
end
if not isOver then cancel(r) end
for name in string.gmatch(r.copies or '', '[^,]+') do
  local copy = load(copyId(r.id, name))
  if copy and not ENDS[copy.state] and not isTrying(copy) then
    cancel(copy)
    copies = copies + 1
  end
end
finishScript()
return {isOver and copies == 0 and 'already_ended' or 'cancelled', r.state, part, copies}
`,
  (reply) => reply as [what: string, state: string, partsSent: number, copies: number],
);

/**
 * Sends again what is held, failed or expired: held goes on where it was, at the front of its lane; the others begin
 * anew, at the end.
 *
 * KEYS the delivery keys   ARGV 1 id, 2 '1' when only a dead letter is meant
 * Returns { what, state }; what: done, wrong_state, unknown.
 */
export const resendScript = defineDeliveryScript(
  "allow-oom",
  `
local r = load(ARGV[1])
if not r then return {'unknown', ''} end
local onlyDead = ARGV[2] == '1'
if (r.state ~= 'held' or onlyDead) and r.state ~= 'failed' and (r.state ~= 'expired' or onlyDead) or r.copy == '1' then
  return {'wrong_state', r.state}
end
local wasHeld = r.state == 'held'
call('ZREM', held, r.id)
call('ZREM', dead, r.id)
if r.state == 'expired' then call('LREM', finished, '1', finishedEntry(r)) end
call('HDEL', record .. r.id, 'expires', 'due', 'variant', 'losses')
r.expires, r.due = false, false
r.uncounted, r.rare = r.tries or '0', '1'
call('HSET', record .. r.id, 'uncounted', r.uncounted, 'rare', '1', 'timeline', note(r, line('resent')))
enqueue(r, wasHeld)
finishScript()
return {'done', r.state}
`,
  (reply) => reply as [what: string, state: string],
);

/**
 * Calls the unknown attempt of a held message sent. Further parts of it go on.
 *
 * KEYS the delivery keys   ARGV 1 id
 * Returns { what, state }; what: done, wrong_state, unknown.
 */
export const confirmScript = defineDeliveryScript(
  "allow-oom",
  `
local r = load(ARGV[1])
if not r then return {'unknown', ''} end
if r.state ~= 'held' then return {'wrong_state', r.state} end
call('ZREM', held, r.id)
local parts, part = tonumber(r.parts or 1), (r.part or 0) + 1
local history = note(r, line('confirmed'))
r.part = part
if part < parts then
  r.uncounted = r.tries
  call('HSET', record .. r.id, 'part', part, 'uncounted', r.tries, 'timeline', history)
  enqueue(r, true)
else
  finish(r, 'sent', nil, 'part', part, 'timeline', history)
  tell(r)
end
finishScript()
return {'done', r.state}
`,
  (reply) => reply as [what: string, state: string],
);

/**
 * Removes a dead letter for good.
 *
 * KEYS the delivery keys   ARGV 1 id
 * Returns 1, or 0 when there is no dead letter of that id.
 */
export const discardScript = defineDeliveryScript(
  "allow-oom",
  `
if not call('ZSCORE', dead, ARGV[1]) then return 0 end
call('ZREM', dead, ARGV[1])
forgetAll({ARGV[1]})
count('dead_letters_discarded', 1)
finishScript()
return 1
`,
  (reply) => Number(reply) === 1,
);
