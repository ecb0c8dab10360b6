/** What web accepted by the channel and nobody admitted by then ends as `expired`, reason `unclaimed`. */
export const UNCLAIMED_AFTER_MS = 60_000;

/**
 * How a draft becomes a record and enters the delivery queue.
 *
 * - `readDraft(given, at)`: the draft that begins at given[at], a record not written yet; no priority is the normal one
 * - `isLate(r)`: its time has passed
 * - `admitRecord(r)`: brings a written record into its lane, once the door has no copy of it; a late one ends
 * - `waitingInside()`: how many wait in the queue
 */
export const admission = `
local function readDraft(given, at)
  local head = given[at]
  if head == 'draft' or head == 'generated' then
    return {id = given[at + 1], lane = given[at + 2], fingerprint = given[at + 3], body = given[at + 4],
      generated = head == 'generated'}
  end
  local r = cjson.decode(head)
  r.id, r.lane, r.fingerprint, r.body = given[at + 1], given[at + 2], given[at + 3], given[at + 4]
  return r
end

local function isLate(r)
  return r.expires and tonumber(r.expires) <= now
end

local function admitRecord(r)
  r.claimed = true
  supersede(r)
  if isLate(r) then
    finish(r, 'expired', 'ttl', 'timeline', note(r, line('expired', 'ttl')))
    tell(r, 'ttl')
  else
    enqueue(r)
  end
end

-- In the queue, without what lies at the doors: admitting that is what empties them.
local function waitingInside()
  local total = 0
  for _, value in ipairs(call('HMGET', depth, 'queued', 'scheduled', 'retrying', 'sending')) do
    total = total + tonumber(value or 0)
  end
  return total
end
`;

/**
 * How many arguments a draft takes: `draft`, or `generated` where its id is the intake's, or as JSON all that is out of the
 * ordinary about it; id, lane, fingerprint, body.
 */
export const DRAFT_ARGUMENTS = 5;
