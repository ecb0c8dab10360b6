import { defineScript } from "./script.ts";

/** Entries kept of malformed payloads; as many as by every other way into the quarantine. */
const QUARANTINE_KEPT = 1000;

/** So much of a payload is kept there. */
const RAW_BYTES = 16 * 1024;

/**
 * What the scripts that read a door have in common.
 *
 * - `putAside(door, reason, detail, bytes, raw)`: an entry of the quarantine; needs a local `quarantine`
 * - `typeOf(key)`: the type of a key, `none` where there is none
 */
export const doorBasics = `
local call = redis.call
local function typeOf(key)
  return call('TYPE', key).ok
end
local function putAside(door, reason, detail, bytes, raw)
  call('XADD', quarantine, 'MAXLEN', '~', ${QUARANTINE_KEPT}, '*', 'door', door, 'reason', reason, 'detail', detail,
    'bytes', bytes, 'raw', string.sub(raw, 1, ${RAW_BYTES}))
end
`;

/** What the scripts answer instead of a reading: the lease is another's; the door's key is of another type. */
export const NOT_HOLDER = -1;
export const WRONG_TYPE = -2;

/**
 * Writes nothing, and is refused as everything that brings something in is refused: tells whether Redis is full.
 *
 * Returns 1.
 */
export const admissionProbeScript = defineScript(
  `#!lua
return 1
`,
  (reply) => Number(reply),
);
