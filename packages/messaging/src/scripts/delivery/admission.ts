/** What web accepted by the channel and nobody admitted by then ends as `expired`, reason `unclaimed`. */
export const UNCLAIMED_AFTER_MS = 60_000;

/**
 * How a draft becomes a record and enters the delivery queue.
 *
 * - `readDraft(at)`: the draft whose arguments begin at ARGV[at], a record not written yet
 * - `isLate(r)`: its time has passed
 * - `admitRecord(r)`: brings a written record into its lane, once the door has no copy of it; a late one ends
 * - `waitingInside()`: how many wait in the queue
 */
export const admission = `
local function readDraft(at)
  local r = {}
  if ARGV[at + 5] ~= '' then
    r = cjson.decode(ARGV[at + 5])
    r.rare = '1'
  end
  r.id, r.lane, r.priority, r.fingerprint, r.body = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4]
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

/** How many arguments a draft takes: id, lane, priority, fingerprint, body, and what is rare, as JSON or ''. */
export const DRAFT_ARGUMENTS = 6;
