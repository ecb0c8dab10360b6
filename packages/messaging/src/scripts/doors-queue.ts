import { doorBasics, NOT_HOLDER, WRONG_TYPE } from "./doors.ts";
import { defineScript } from "./script.ts";

/** So many payloads are moved at a time, before their size is looked at. */
const STEP = 32;

/**
 * Moves payloads from the queue door into the reader's own pending list, and answers what lies there. Only for the
 * holder of the intake lease, so at any moment at most one reader moves, and order is kept: what another reader had
 * moved and not admitted is older than anything still at the door, and comes first.
 *
 * A pending list has its newest on the left and its oldest on the right, as the door has.
 *
 * KEYS 1 lease, 2 the door, 3 set of readers, 4 the reader's own pending list, 5 quarantine
 * ARGV 1 reader, also the owner of the lease, 2 prefix of the pending lists, 3 at most so many payloads, 4 no further
 *      one beyond so many bytes, 5 largest payload; a larger one is put into the quarantine at once, with 6 reason and
 *      7 detail: it is not carried to the reader and back
 * Returns { -1 } when the lease is another's, { -2 } when the door is no list, else { how many were put aside,
 *      payload… }, oldest first. Run again it answers what still lies there, so a lost reply loses nothing.
 */
export const takeFromQueueScript = defineScript(
  `#!lua flags=allow-oom
local quarantine = KEYS[5]
${doorBasics}
local reader, door, readers, own = ARGV[1], KEYS[2], KEYS[3], KEYS[4]
local most, mostBytes, largest = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
if typeOf(KEYS[1]) ~= 'string' or call('GET', KEYS[1]) ~= reader then return {${NOT_HOLDER}} end
if typeOf(door) ~= 'list' and typeOf(door) ~= 'none' then return {${WRONG_TYPE}} end

local function claim(other)
  repeat local moved = call('LMOVE', other, own, 'LEFT', 'RIGHT') until not moved
end
call('SADD', readers, reader)
for _, name in ipairs(call('SMEMBERS', readers)) do
  if name ~= reader then
    claim(ARGV[2] .. name)
    call('SREM', readers, name)
  end
end

local answer, bytes, aside = {0}, 0, 0
local function isEnough()
  return #answer > most or (bytes >= mostBytes and #answer > 1)
end
local lying = call('LRANGE', own, -most, -1)
for at = #lying, 1, -1 do
  if isEnough() then break end
  bytes = bytes + #lying[at]
  answer[#answer + 1] = lying[at]
end
while #lying < most and not isEnough() do
  local taken = call('RPOP', door, math.min(${STEP}, most + 1 - #answer))
  if not taken then break end
  local kept = {}
  for _, payload in ipairs(taken) do
    if #payload > largest then
      putAside('queue', ARGV[6], ARGV[7], #payload, payload)
      aside = aside + 1
    else
      bytes = bytes + #payload
      kept[#kept + 1] = payload
      answer[#answer + 1] = payload
    end
  end
  if #kept > 0 then call('LPUSH', own, unpack(kept)) end
end
answer[1] = aside
return answer
`,
  (reply) => reply as [number, ...Buffer[]],
);
