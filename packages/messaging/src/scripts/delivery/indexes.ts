/**
 * The indexes of all records: by the moment they were written, in microseconds, and by their lanes. A place in the second is the lane, that
 * moment and the id, a line each, all of one score: so those of a lane lie together, in the order they were written.
 *
 * - `addToIndexes(r)`: collected; `flushIndexes()` writes
 * - `dropFromIndexes(ids, names)`: the names of their lanes, or false
 */
export const indexes = `
local function placeOf(name, moment, id)
  return name .. '\\n' .. moment .. '\\n' .. id
end

-- Those of one call keep their order.
local byMoment, byLane, indexedCount = {}, {}, 0
local function addToIndexes(r)
  local moment = ms(micros + indexedCount)
  byMoment[#byMoment + 1] = moment
  byMoment[#byMoment + 1] = r.id
  byLane[#byLane + 1] = '0'
  byLane[#byLane + 1] = placeOf(r.lane, moment, r.id)
  indexedCount = indexedCount + 1
end
local function flushIndexes()
  callMany('ZADD', index, byMoment)
  callMany('ZADD', laneIndex, byLane)
  byMoment, byLane = {}, {}
end

local function dropFromIndexes(ids, names)
  local places = {}
  for at, moment in ipairs(call('ZMSCORE', index, unpack(ids))) do
    if moment and names[at] then places[#places + 1] = placeOf(names[at], moment, ids[at]) end
  end
  callMany('ZREM', index, ids)
  callMany('ZREM', laneIndex, places)
end
`;
