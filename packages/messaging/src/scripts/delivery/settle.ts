import { loader } from "./basics.ts";

/** All that a plain message needs which was sent; the rest is read where `rare` says that there is more. */
const FIELDS = ["state", "lane", "revision", "token", "tried", "began", "tries", "timeline", "rare"];

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
${loader("loadAttempt", FIELDS)}

local function settleAll(from, maxAgeMs, maxRecords)
  local answers, released, sentSome, finishedSome = {}, {}, false, 0
  local others
  for at = from, #ARGV, ${STRIDE} do
    local r = loadAttempt(ARGV[at])
    local token, kind = ARGV[at + 1], ARGV[at + 2]
    local answer = 0
    if r and r.token ~= token then
      if call('HGET', record .. r.id, 'settled') == token then answer = 1 end
    elseif r and ENDS[r.state] then
      answer = 1
    elseif r then
      if kind ~= 'sent' or r.rare then r = load(r.id) end
      if r.losses then call('HDEL', record .. r.id, 'losses') end
      answer = 1
      released[#released + 1] = r.id
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
  callMany('ZREM', taken, released)
  if sentSome then call('HSET', governor, 'succeeded', nowText) end
  if finishedSome > 0 then trim(maxAgeMs, maxRecords, 2 * finishedSome) end
  return answers
end
`;
