/**
 * The governor: one budget of sends for all workers, on the clock of Redis, evenly paced.
 *
 * Its hash: `next` is the moment of the next send; `held` until when nothing is sent; `slowed` and `factor` when and to
 * what share of the budget it was cut; `succeeded` the last success; `starved:<priority>` how many sends passed over one
 * that had something due; `least` the earliest end that a refusal named.
 *
 * A worker that asks a little late may catch up by one send, so that the average holds; a second shows at most two
 * sends more than the budget.
 *
 * - `paceOf(intervalMs)`: reads the hash; the interval between two sends as it is now, 0 without a limit
 * - `roomFor(most)`: how many may be sent now, and how long to wait when none
 * - `spendOne()`, `keepBudget()`: spend in memory, then write
 */
export const governorBudget = `
local RECOVERY_MS = 60000
local heldUntil, nextSend, interval = 0, 0, 0

local function paceOf(base)
  local values = call('HMGET', governor, 'held', 'next', 'factor', 'slowed')
  heldUntil = tonumber(values[1] or 0)
  nextSend = tonumber(values[2] or 0)
  interval = base
  if values[3] and base > 0 then
    local share = math.min(1, math.max(0, (now - values[4]) / RECOVERY_MS))
    interval = base / (values[3] + (1 - values[3]) * share)
  end
  -- A clock that was set back must not stop everything.
  if nextSend > exact + 60000 then nextSend = exact end
  nextSend = math.max(nextSend, exact - interval)
end

local function roomFor(most)
  if heldUntil > now then return 0, math.ceil(heldUntil - now) end
  if interval == 0 then return most, 0 end
  if nextSend > exact then return 0, math.ceil(nextSend - exact) end
  return math.min(most, math.floor((exact - nextSend) / interval) + 1), 0
end

local function spendOne()
  nextSend = nextSend + interval
end

local function keepBudget()
  if interval > 0 then call('HSET', governor, 'next', nextSend) end
end
`;

/** Refusals from so many lanes within so long cut the budget in half. */
const REFUSALS_MAX = 3;
const REFUSALS_WINDOW_MS = 10_000;

/**
 * What a refusal for its pace means.
 *
 * It always holds its own lane for as long as it says. The whole bot is held when three lanes were refused within 10 s
 * and nothing was sent since the first of them: then the pace of one lane cannot be the reason. It is held until the
 * earliest end that they named, because a limit of the whole bot ends at the same time for all, so the earliest is true
 * in any case, while the latest may be one lane's own. Three refusals within 10 s, with or without successes between,
 * also cut the budget in half; it grows back within 60 s.
 *
 * - `refused(name, retryMs)`
 */
export const governorRefusals = `
local function refused(name, retryMs)
  call('ZADD', refusals, now, name)
  call('ZREMRANGEBYSCORE', refusals, '-inf', now - ${REFUSALS_WINDOW_MS})
  local values = call('HMGET', governor, 'least', 'slowed', 'factor', 'succeeded', 'held')
  local earliest = call('ZCARD', refusals) == 1 and now + retryMs
    or math.min(tonumber(values[1] or now + retryMs), now + retryMs)
  call('HSET', governor, 'least', earliest)
  if call('ZCARD', refusals) < ${REFUSALS_MAX} then return end
  local first = call('ZRANGE', refusals, 0, 0, 'WITHSCORES')
  if tonumber(values[4] or 0) < tonumber(first[2]) then
    call('HSET', governor, 'held', math.max(earliest, tonumber(values[5] or 0)))
  end
  local slowed = tonumber(values[2] or 0)
  if now - slowed >= ${REFUSALS_WINDOW_MS} then
    local share = values[3] and math.min(1, values[3] + (1 - values[3]) * (now - slowed) / 60000) or 1
    call('HSET', governor, 'factor', math.max(0.125, share / 2), 'slowed', now)
    count('budget_halved', 1)
  end
end
`;
