/**
 * New records.
 *
 * - `write(r, door, acceptedMs, state)`: the record itself and its places in the indexes. `flushIndexes()` ends it.
 * - `supersede(r)`: ends what waits under the same replace key
 */
export const writing = `
local RARELY = {'due', 'expires', 'hold', 'replace', 'category', 'linked', 'route'}

local function write(r, door, acceptedMs, state)
  r.door, r.accepted, r.state = door, acceptedMs, state
  recount(nil, state)
  if r.ttl then r.expires = ms(math.max(tonumber(r.due or 0), tonumber(acceptedMs)) + r.ttl) end
  local priority = r.priority or 'normal'
  if not r.rare and priority == 'normal' then
    if state ~= 'queued' or r.fingerprint ~= '' then
      call('HSET', record .. r.id, 'body', r.body, 'lane', r.lane, 'accepted', acceptedMs, 'door', door, 'state', state,
        'fingerprint', r.fingerprint)
    elseif door ~= 'channel' then
      call('HSET', record .. r.id, 'body', r.body, 'lane', r.lane, 'accepted', acceptedMs, 'door', door)
    else
      call('HSET', record .. r.id, 'body', r.body, 'lane', r.lane, 'accepted', acceptedMs)
    end
    return addToIndexes(r)
  end
  local fields = {'body', r.body, 'lane', r.lane, 'accepted', acceptedMs, 'door', door, 'state', state}
  local function add(name, value)
    fields[#fields + 1] = name
    fields[#fields + 1] = value
  end
  if priority ~= 'normal' then add('priority', priority) end
  if r.fingerprint ~= '' then add('fingerprint', r.fingerprint) end
  if r.rare then
    add('rare', '1')
    for _, name in ipairs(RARELY) do
      if r[name] then add(name, r[name]) end
    end
    if r.category then noteCategory(r.category) end
  end
  call('HSET', record .. r.id, unpack(fields))
  addToIndexes(r)
end

local function supersede(r)
  if not r.replace then return end
  local field = replaceField(r)
  local old = call('HGET', replace, field)
  local previous = old and old ~= r.id and load(old)
  if previous and not ENDS[previous.state] and not isBegun(previous) and not isTrying(previous) then
    takeOut(previous)
    finish(previous, 'superseded', nil, 'timeline', note(previous, line('superseded')))
    tell(previous)
  end
  call('HSET', replace, field, r.id)
end
`;
