/** How many arguments a settlement has beyond id, token and kind. */
const DETAILS =
  "{sent = 2, retry = 5, outage = 5, limited = 1, failed = 1, unreachable = 1, migrated = 1, returned = 1}";

/**
 * Writing how attempts ended: outcome, next state, record, lane and event in one step. Sent twice it answers the same; a
 * former owner is refused.
 *
 * - `settleAll(from, maxAgeMs, maxRecords)`: the settlements from ARGV[from] on, described at the turn script; returns
 *   per message 1, or 0 when it was refused. As many finished records as it added are forgotten where they are too many.
 */
export const settling = `
-- Where each settlement begins, and of the plain messages what is in flight, which is all that settling them needs.
local function readSettlements(from)
  local DETAILS = ${DETAILS}
  local places, ids, plain, names = {}, {}, {}, {}
  local at = from
  while at <= #ARGV do
    places[#places + 1] = at
    ids[#ids + 1] = ARGV[at]
    at = at + 3 + DETAILS[ARGV[at + 2]]
  end
  for place, text in ipairs(call('HMGET', flight, unpack(ids))) do
    local r = readPlain(ids[place], text)
    if r then
      plain[r.id] = r
      names[#names + 1] = r.lane
    end
  end
  lookAhead(names)
  return places, plain
end

local function settleAll(from, maxAgeMs, maxRecords)
  local answers, sentSome, finishedSome = {}, false, 0
  local places, plain = readSettlements(from)
  local others
  for place, at in ipairs(places) do
    local id, token, kind = ARGV[at], ARGV[at + 1], ARGV[at + 2]
    local r, answer = kind == 'sent' and plain[id] or load(id), 0
    if not r or r.token ~= token then
      if call('HGET', record .. id, 'settled') == token then answer = 1 end
    else
      if r.losses then call('HDEL', record .. id, 'losses') end
      answer = 1
      if kind == 'sent' then
        settleSent(r, ARGV[at + 3], ARGV[at + 4])
        sentSome = true
      else
        others = others or otherOutcomes()
        others[kind](r, ARGV[at + 3], ARGV[at + 4], ARGV[at + 5], ARGV[at + 6], ARGV[at + 7])
      end
      if ENDS[r.state] then finishedSome = finishedSome + 1 end
    end
    answers[place] = answer
  end
  if sentSome then call('HSET', governor, 'succeeded', nowText) end
  if finishedSome > 0 then trim(maxAgeMs, maxRecords, 2 * finishedSome) end
  return answers
end
`;
