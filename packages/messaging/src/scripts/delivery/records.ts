/** So many lines of a history are kept; the oldest make room. */
const TIMELINE_MAX = 50;

/**
 * What the scripts that are no hot path read of a record. A plain message that is sent at the first try has few of them;
 * whatever makes it less plain also sets `rare`, so that the hot paths need to read the rest only then.
 */
const FIELDS = [
  "state",
  "lane",
  "route",
  "priority",
  "revision",
  "part",
  "parts",
  "tries",
  "uncounted",
  "due",
  "expires",
  "replace",
  "hold",
  "timeline",
  "door",
  "copy",
  "accepted",
  "fingerprint",
  "variant",
  "losses",
  "messages",
  "category",
  "linked",
  "copies",
  "rare",
] as const;

/** What most records are when they come into the queue is not written: a field costs Redis as much as a small command. */
const UNWRITTEN: Readonly<Record<string, string>> = { state: "queued", door: "channel" };

/**
 * A Lua function `name(id)` that reads these fields of a record, `lane` or `body` among them, which every record has: a table
 * with `false` where a field is absent; nil when there is no record. Written out, because a table built in a loop takes three
 * times as long.
 */
export function loader(name: string, fields: readonly string[]): string {
  const quoted = fields.map((field) => `'${field}'`).join(", ");
  const members = fields.map((field, index) => {
    const unwritten = UNWRITTEN[field];
    return `${field} = v[${index + 1}]${unwritten === undefined ? "" : ` or '${unwritten}'`}`;
  });
  const proof = fields.findIndex((field) => field === "lane" || field === "body") + 1;
  return `
local function ${name}(id)
  local v = call('HMGET', record .. id, ${quoted})
  if not v[${proof}] then return nil end
  return {id = id, ${members.join(", ")}}
end`;
}

/**
 * How a record is read and changed.
 *
 * - `load(id)`: a record as a table, `false` where a field is absent, with what is in flight of it; nil when there is none
 * - `change(r, state, reason, ...)`: the new state, with further fields to write; what was with a worker is no more
 * - `noteAttempt(r)`: an attempt begins; it is written with its flight
 * - `note(r, line)`: the field of the history with one more line, to be written by the caller
 */
export const records = `
${loader("loadStored", FIELDS)}
local function load(id)
  local r = loadStored(id)
  if r then addFlight(r) end
  return r
end

-- Tries that count: each but those that provably reached nobody.
local function attemptsOf(r)
  return (r.tries or 0) - (r.uncounted or 0)
end

-- An attempt may have reached the person, or a part did: nothing else of the lane goes before its end.
local function isBegun(r)
  return attemptsOf(r) > 0 or tonumber(r.part or 0) > 0
end

-- For what is in no state any more, or in none yet: only the counters.
local function recount(from, to)
  if from and not ENDS[from] then count(from, -1) end
  if to then count(to, 1) end
end

local function change(r, to, reason, ...)
  recount(r.state, to)
  local landing = land(r)
  r.state = to
  r.revision = after(r.revision or '1')
  if reason then r.rare = '1' end
  if r.rare then
    call('HSET', record .. r.id, 'state', to, 'revision', r.revision, 'changed', nowText, 'tries', r.tries or '0',
      'rare', '1', 'reason', reason or '', ...)
  elseif landing then
    call('HSET', record .. r.id, 'state', to, 'revision', r.revision, 'changed', nowText, 'tries', r.tries or '0',
      ...)
  else
    call('HSET', record .. r.id, 'state', to, 'revision', r.revision, 'changed', nowText, ...)
  end
end

local function noteAttempt(r)
  r.began, r.tries = nowText, after(r.tries)
  if r.state == 'sending' then return end
  recount(r.state, 'sending')
  r.state, r.revision = 'sending', after(r.revision or '1')
  tell(r, nil, 'attempt', r.tries)
end

local function note(r, line)
  local text = r.timeline
  text = text and (text .. ';' .. line) or line
  if #text > ${TIMELINE_MAX} * 15 then
    local _, separators = string.gsub(text, ';', ';')
    if separators >= ${TIMELINE_MAX} then text = string.sub(text, string.find(text, ';', 1, true) + 1) end
  end
  r.timeline = text
  return text
end
-- at : what : attempt : part : took : detail
local function line(what, detail)
  return nowText .. ':' .. what .. '::::' .. (detail or '')
end
`;
