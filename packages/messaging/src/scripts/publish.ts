import { defineScript } from "./script.ts";

/**
 * Publishes when somebody listens, in one step, so that nobody can leave between the look and the word.
 *
 * ARGV 1 channel whose subscribers count, 2 channel to publish on, 3 payload
 * Returns the number of receivers of the payload, or -1 when the first channel has no subscriber and nothing was sent.
 */
export const publishScript = defineScript(
  `#!lua
local listeners = redis.call('PUBSUB', 'NUMSUB', ARGV[1])[2]
if tonumber(listeners) == 0 then return -1 end
return redis.call('PUBLISH', ARGV[2], ARGV[3])
`,
  (reply) => Number(reply),
);
