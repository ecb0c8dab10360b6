import { loader } from "./records.ts";

/** So often at most normal or bulk is passed over in a row while it has something due: each keeps a tenth. */
const PASSED_OVER_MAX = 8;

/** Due lanes looked at by one call where some may rest. */
const LOOKED_AT = 200;

/** A body of so many bytes is one message of Telegram, however it is written: its limit of 4,096 counts fewer units. */
const ONE_PART_BYTES = 4096;

/** All that a plain message needs; the rest is read where `rare` says that there is more. */
const FIELDS = ["state", "revision", "tries", "accepted", "body", "rare"];

/**
 * Giving messages to a worker.
 *
 * - `takeSome(worker, most, leaseMs, intervalMs)`: gives messages that may be sent now, each of another lane, and spends
 *   the governor's budget for them; what it returns is described at the turn script
 *
 * A plain message of one part is given with its attempt noted: the worker sends it at once, without asking again.
 */
export const taking = `
${loader("loadWaiting", FIELDS)}

local function takeSome(worker, most, leaseMs, intervalMs)
  local paceKept = call('EXISTS', pace) == 1
  if paceKept then call('ZREMRANGEBYSCORE', pace, '-inf', nowText) end

  paceOf(intervalMs)
  local room, waitMs = roomFor(most)
  local due, starved = {}, {}
  local function dueIn(priority)
    local lanesDue = due[priority]
    if not lanesDue then
      -- Lanes that turn out to rest must not hide the others.
      local most = wishesKept and math.max(room, ${LOOKED_AT}) or room
      lanesDue = {names = call('ZRANGEBYSCORE', READY[priority], '-inf', nowText, 'LIMIT', '0', ms(most)), at = 1}
      lookAhead(lanesDue.names)
      due[priority] = lanesDue
    end
    return lanesDue.names[lanesDue.at]
  end
  local function pick()
    if starved.bulk >= ${PASSED_OVER_MAX} and dueIn('bulk') then return 'bulk' end
    if starved.normal >= ${PASSED_OVER_MAX} and dueIn('normal') then return 'normal' end
    return dueIn('urgent') and 'urgent' or dueIn('normal') and 'normal' or dueIn('bulk') and 'bulk'
  end
  local function notePick(chosen)
    starved.normal = chosen ~= 'normal' and dueIn('normal') and starved.normal + 1 or 0
    starved.bulk = chosen ~= 'bulk' and dueIn('bulk') and starved.bulk + 1 or 0
  end

  -- While the lane rests, only what is urgent or was begun.
  local function nextOf(name, onlyUrgent)
    local current = laneOf(name).current
    if current then return current end
    if onlyUrgent then return pop(name, 'urgent') end
    for _, priority in ipairs(ORDER) do
      local id = pop(name, priority)
      if id then return id end
    end
  end
  -- The first message of a lane that is still to be sent. nil: nothing is left there, or the lane rests with what is left.
  local function start(name)
    local restUntil = restsUntil(name)
    if restUntil then demote(name) end
    while true do
      local id = nextOf(name, restUntil)
      if not id then
        if restUntil then return putToRest(name, restUntil) end
        laneOf(name).place = nil
        return touch(name)
      end
      local r = loadWaiting(id)
      if r and r.rare then
        local body = r.body
        r = load(id)
        r.body = body
      end
      if r and (r.state == 'queued' or r.state == 'retrying' or r.state == 'sending') then
        if isBegun(r) then return r end
        if r.expires and tonumber(r.expires) <= now then
          finish(r, 'expired', 'ttl', 'timeline', note(r, line('expired', 'ttl')))
          tell(r, 'ttl')
        elseif r.category and isUnwanted(name, r.category) then
          finish(r, 'cancelled', 'opted_out', 'timeline', note(r, line('cancelled', 'opted_out')))
          tell(r, 'opted_out')
        else
          return r
        end
      end
      laneOf(name).current = false
    end
  end

  local messages = {}
  local leaseEnd = ms(now + leaseMs)
  local token
  local function give(r, name)
    local isFirst = not r.rare and not r.tries
    local parts, attempts, tries = r.part or '0', attemptsOf(r), r.tries or '0'
    local noted = parts == '0' and not r.hold and #r.body <= ${ONE_PART_BYTES}
    r.lane, r.token, r.owner, r.leaseEnd = r.lane or name, token, worker, leaseEnd
    if noted then noteAttempt(r) end
    fly(r)
    local l = laneOf(name)
    l.place, l.current = 'flight', r.id
    touch(name)
    messages[#messages + 1] = noted and isFirst and {r.id, name, r.body, r.accepted}
      or {r.id, name, r.body, r.accepted, parts, attempts, tries, r.hold or '', r.variant or '', noted and '1' or ''}
  end
  if room > 0 then
    local values = call('HMGET', governor, 'starved:normal', 'starved:bulk', 'token')
    starved = {normal = tonumber(values[1] or 0), bulk = tonumber(values[2] or 0)}
    local before = {normal = starved.normal, bulk = starved.bulk}
    local chosen = pick()
    while chosen and #messages < room do
      local name = due[chosen].names[due[chosen].at]
      local r = start(name)
      if r then notePick(chosen) end
      due[chosen].at = due[chosen].at + 1
      unready(name, chosen)
      if r then
        if not token then
          -- Never a number of before, not even when Redis lost its data meanwhile.
          token = ms(math.max((values[3] or 0) + 1, now))
          call('HSET', governor, 'token', token)
        end
        give(r, name)
        spendOne()
      end
      chosen = pick()
    end
    flushRests()
    flushReady()
    if token then
      keepBudget()
      if starved.normal ~= before.normal or starved.bulk ~= before.bulk then
        call('HSET', governor, 'starved:normal', starved.normal, 'starved:bulk', starved.bulk)
      end
    end
  end

  -- When to ask again: when the budget allows it, or when the next lane or scheduled message is due.
  local function firstOf(set)
    local first = call('ZRANGE', set, '0', '0', 'WITHSCORES')
    return tonumber(first[2] or math.huge)
  end
  local soonest = math.min(firstOf(readyUrgent), firstOf(readyNormal), firstOf(readyBulk))
  local soonestScheduled = firstOf(scheduled)
  local heldBack = 0
  if soonestScheduled <= now then
    waitMs = -2
  elseif math.min(soonest, soonestScheduled) == math.huge then
    waitMs = -1
  else
    if #messages > 0 then
      local _, budgetMs = roomFor(1)
      waitMs = budgetMs
    end
    if soonest <= now and waitMs > 0 then heldBack = 1 end
    waitMs = math.max(math.min(math.max(waitMs, math.ceil(soonest - now)), math.ceil(soonestScheduled - now)), 0)
  end
  return waitMs, heldBack, token or 0, messages
end
`;
