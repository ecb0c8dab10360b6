import { defineDeliveryScript } from "./delivery-script.ts";

/** A message that so many workers in a row fell silent with is what silences them. */
const LOSSES_MAX = 5;

/** Wait before what was under way at a crash is tried again: 1 s doubling to a minute, so that a poisonous one is slow. */
const BACKOFF_MAX_MS = 60_000;

/**
 * Takes messages back from where nobody works on them: the caller's own that it does not hold (a reply was lost, so
 * they were not sent) and, when asked, those of others whose lease is over: an attempt of theirs counts, and its outcome
 * is unknown.
 *
 * KEYS the delivery keys
 * ARGV 1 interval between two sends of a lane in ms, 2 the same for a group, 3 worker, 4 '1' to claim from others,
 *      5 most attempts, 6 lease in ms, then the ids that the caller holds
 * Returns { returned, unknown, failed }.
 */
export const recoverScript = defineDeliveryScript(
  "allow-oom",
  `
local worker, claim, mostAttempts = ARGV[3], ARGV[4] == '1', tonumber(ARGV[5])
local leaseMs = tonumber(ARGV[6])
local holds = {}
for at = 7, #ARGV do holds[ARGV[at]] = true end

-- Every worker looks here several times per lease. When nobody did for long, Redis stood still, and with it every
-- renewal; a look that lay in its buffers meanwhile is executed first. So everybody is given a full lease from then on.
local looked = call('HMGET', governor, 'looked', 'resumed')
local resumed = tonumber(looked[2] or 0)
if not looked[1] or now - looked[1] > leaseMs / 2 then
  resumed = now
  call('HSET', governor, 'resumed', nowText)
end
call('HSET', governor, 'looked', nowText)
claim = claim and now - resumed >= leaseMs

local returned, unknown, failed = 0, 0, 0
local settle

local function giveUp(r, reason)
  settle.failed(r, reason)
  failed = failed + 1
end

local function takeBack(r, mine)
  -- What the caller does not hold it never had: the reply that gave it was lost.
  if mine then
    settle.returned(r, 'lost')
    returned = returned + 1
    return
  end
  local losses = (r.losses or 0) + 1
  if losses >= ${LOSSES_MAX} then return giveUp(r, 'poison') end
  call('HSET', record .. r.id, 'losses', ms(losses), 'rare', '1')
  if isTrying(r) then
    local attempts = attemptsOf(r)
    if attempts >= mostAttempts and not r.hold then return giveUp(r, 'lost') end
    settle.retry(r, 'lost', math.min(${BACKOFF_MAX_MS}, 1000 * 2 ^ (attempts - 1)), '1', '1', r.variant or '')
    unknown = unknown + 1
  else
    settle.returned(r, 'lost')
    returned = returned + 1
  end
end

local found = call('HGETALL', flight)
for at = 1, #found, 2 do
  local f = readFlight(found[at], found[at + 1])
  local mine = f and f.owner == worker
  if mine and not holds[f.id] or f and not mine and claim and tonumber(f.leaseEnd) <= now then
    local r = load(f.id)
    settle = settle or otherOutcomes()
    takeBack(r, mine)
    -- A former owner that settles late must hear that it was refused.
    call('HDEL', record .. f.id, 'settled')
  end
end
finishScript()
return {returned, unknown, failed}
`,
  (reply) => reply as [returned: number, unknown: number, failed: number],
);
