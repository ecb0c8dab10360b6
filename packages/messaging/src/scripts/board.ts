import { defineScript } from "./script.ts";

/**
 * What both scripts begin with. A revision is Redis' time in microseconds, or one more than the last one where that
 * is not behind it: so it grows when the clock is set back, and also when everything was deleted.
 */
const nextRevision = `
local now = redis.call('TIME')
local nowMs = now[1] * 1000 + math.floor(now[2] / 1000)
local function nextRevision(key)
  local last = tonumber(redis.call('GET', key) or '') or 0
  -- No number of ours: a stranger wrote it.
  if not (last < 2^53 - 1) then last = 0 end
  return string.format('%.0f', math.max(last + 1, now[1] * 1000000 + now[2]))
end
`;

/**
 * Puts a value on a board, remembers the board, and tells those who watch it the same text that is stored.
 *
 * KEYS 1 board, 2 boards by expiry, 3 boards by revision, 4 last revision
 * ARGV 1 name of the board, 2 value as JSON, 3 how long it stays in milliseconds, 4 how many boards there may be,
 *      5 channel
 * Returns { revision, its Unix time in milliseconds, receivers }, or { '' } where there are too many boards.
 */
export const putBoardScript = defineScript(
  `#!lua
${nextRevision}
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', nowMs, 'LIMIT', 0, 1000)) do
  redis.call('ZREM', KEYS[2], gone)
  redis.call('ZREM', KEYS[3], gone)
end
if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[4]) and not redis.call('ZSCORE', KEYS[2], ARGV[1]) then
  return {''}
end
local revision = nextRevision(KEYS[4])
local expiresMs = nowMs + ARGV[3]
local content = string.format('{"revision":%s,"at_ms":%.0f,"expires_at_ms":%.0f,"value":', revision, nowMs, expiresMs)
  .. ARGV[2] .. '}'
redis.call('SET', KEYS[4], revision)
redis.call('ZADD', KEYS[2], expiresMs, ARGV[1])
redis.call('ZADD', KEYS[3], revision, ARGV[1])
redis.call('SET', KEYS[1], content, 'PXAT', string.format('%.0f', expiresMs))
return {revision, string.format('%.0f', nowMs), redis.call('PUBLISH', ARGV[5], content)}
`,
  (reply) => {
    const [revision, atMs, receivers] = reply as [string, string, number];
    return revision === ""
      ? undefined
      : { revision: Number(revision), atMs: Number(atMs), receivers: Number(receivers) };
  },
);

/**
 * Takes a board away, and tells those who watch it.
 *
 * KEYS 1 board, 2 boards by expiry, 3 boards by revision, 4 last revision   ARGV 1 name of the board, 2 channel
 * Returns receivers, or -1 where there was no such board.
 */
export const removeBoardScript = defineScript(
  `#!lua flags=allow-oom
${nextRevision}
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('ZREM', KEYS[3], ARGV[1])
if redis.call('DEL', KEYS[1]) == 0 then return -1 end
local revision = nextRevision(KEYS[4])
redis.call('SET', KEYS[4], revision)
return redis.call('PUBLISH', ARGV[2],
  string.format('{"revision":%s,"at_ms":%.0f,"removed":true}', revision, nowMs))
`,
  (reply) => Number(reply),
);
