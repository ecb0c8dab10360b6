/**
 * What is with a worker. All of it stands in one hash, a line per message, so that giving and settling many is one command
 * each; the record itself is written when it lands.
 *
 * A line is `lease end, owner, token, begin of the attempt or -, tries, revision, p or r, lane`: with `p` the record is
 * plain, and settling it needs nothing that does not stand there.
 *
 * - `readFlight(id, text)`: a line as a table; nil for none. `readPlain(id, text)`: only that of a plain record whose attempt
 *   is under way, as the record that it is
 * - `addFlight(r)`: for a record that was read: `token`, `owner`, `leaseEnd`, and, where an attempt is under way, `began`
 *   and how the record stands by it. Nothing of that is there when it is with no worker.
 * - `fly(r)`: writes the line of a record; `land(r)`: it is with nobody any more, returns whether it was. Both are
 *   collected; `flushFlights()` writes.
 * - `isTrying(r)`: an attempt of it is under way
 */
export const flights = `
local flying = {}
local function isTrying(r)
  return r.token and r.began
end

local function readFlight(id, text)
  local leaseEnd, owner, token, began, tries, revision = string.match(text or '', '^(%d+) (%S+) (%d+) (%S+) (%d+) (%d+)')
  if not token then return nil end
  local f = {id = id, leaseEnd = leaseEnd, token = token, owner = owner}
  if began ~= '-' then f.state, f.began, f.tries, f.revision = 'sending', began, tries, revision end
  return f
end
local function readPlain(id, text)
  local token, began, tries, revision, name = string.match(text or '', '^%S+ %S+ (%d+) (%d+) (%d+) (%d+) p (.*)$')
  return token and {id = id, lane = name, state = 'sending', token = token, began = began, tries = tries, revision = revision}
end

-- Only what waits or is begun can be with a worker.
local AIRBORNE = {queued = true, retrying = true, sending = true}
local function addFlight(r)
  if not AIRBORNE[r.state] then return end
  local text = flying[r.id]
  if text == nil then text = call('HGET', flight, r.id) end
  local f = readFlight(r.id, text)
  if not f then return end
  r.token, r.owner, r.leaseEnd = f.token, f.owner, f.leaseEnd
  if f.began then r.state, r.began, r.tries, r.revision = f.state, f.began, f.tries, f.revision end
end

local function fly(r)
  flying[r.id] = r.leaseEnd .. ' ' .. r.owner .. ' ' .. r.token .. ' ' .. (r.began or '-') .. ' ' .. (r.tries or '0') .. ' '
    .. (r.revision or '1') .. (r.rare and ' r ' or ' p ') .. routeOf(r)
end

local function land(r)
  if not r.token then return false end
  flying[r.id] = false
  r.token, r.began = false, false
  return true
end

local function flushFlights()
  writeFields(flight, flying)
  flying = {}
end
`;
