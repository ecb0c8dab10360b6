/** How many arguments a settlement takes. */
const STRIDE = 8;

/**
 * Writing how attempts ended: outcome, next state, record, lane and event in one step. Sent twice it answers the same; a
 * former owner is refused.
 *
 * - `settleAll(from, maxAgeMs, maxRecords)`: the settlements from ARGV[from] on, described at the turn script; returns
 *   per message 1, or 0 when it was refused. As many finished records as it added are forgotten where they are too many.
 */
export const settling = `
-- What they say of a plain message is all that settling it needs; any other is read.
local function flightsOf(from)
  local ids, found, names = {}, {}, {}
  for at = from, #ARGV, ${STRIDE} do ids[#ids + 1] = ARGV[at] end
  for at, text in ipairs(call('HMGET', flight, unpack(ids))) do
    local r = readFlight(ids[at], text)
    if r then
      found[r.id] = r
      names[#names + 1] = r.lane
    end
  end
  lookAhead(names)
  return found
end

local function settleAll(from, maxAgeMs, maxRecords)
  local answers, sentSome, finishedSome = {}, false, 0
  local found, others = flightsOf(from)
  for at = from, #ARGV, ${STRIDE} do
    local id, token, kind = ARGV[at], ARGV[at + 1], ARGV[at + 2]
    local r, answer = found[id], 0
    if not r or r.token ~= token then
      if call('HGET', record .. id, 'settled') == token then answer = 1 end
    else
      if kind ~= 'sent' or r.rare or not r.began then
        r = load(id)
        found[id] = r
      end
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
    answers[#answers + 1] = answer
  end
  if sentSome then call('HSET', governor, 'succeeded', nowText) end
  if finishedSome > 0 then trim(maxAgeMs, maxRecords, 2 * finishedSome) end
  return answers
end
`;
