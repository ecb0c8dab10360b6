import { defineDeliveryScript } from "./delivery-script.ts";

/**
 * One turn of a worker: writes how attempts ended, then gives messages that may be sent now. Both in one script, because
 * a worker does both again and again, and each call costs Redis more than what it does for a message. Sent twice it
 * settles once; messages that it gave in a lost reply come back by `recover`.
 *
 * KEYS the delivery keys
 * ARGV 1 interval between two sends of a lane in ms, 2 the same for a group, 3 the same for all, 0 without a limit,
 *      4 worker, 5 most to be given, 6 lease in ms, 7 how long finished records are kept in ms, 8 how many of them, then per settlement id, token, kind, and
 *      'sent': message id, parts; 'retry': reason, delay in ms, '1' when it counted, '1' when the outcome is unknown,
 *      variant or '' (then 'outage' instead of 'retry' where the other side's outage delays it); 'limited': retry after
 *      in ms; 'failed', 'unreachable', 'returned': reason; 'migrated': new lane
 * Returns { per settlement 1, or 0 when it was refused,
 *      wait in ms until to ask again (0: more may be had; -1: nothing waits; -2: the moment of something scheduled
 *      has come, promote it and ask again), 1 when the budget held something back, token,
 *      per message { id, lane, body, accepted }, its attempt noted, and where it is not plain or not at its first try further
 *      { parts sent, attempts, tries, '1' when it is to be held, variant, '1' when its attempt is noted } }.
 */
export const turnScript = defineDeliveryScript(
  "allow-oom",
  `
local answers = #ARGV > 8 and settleAll(9, tonumber(ARGV[7]), tonumber(ARGV[8])) or {}
if #answers > 0 then finishScript() end
local most = tonumber(ARGV[5])
if most == 0 then return {answers, 0, 0, 0, {}} end
local waitMs, heldBack, token, messages = takeSome(ARGV[4], most, tonumber(ARGV[6]), tonumber(ARGV[3]))
finishScript()
return {answers, waitMs, heldBack, token, messages}
`,
  (reply) =>
    reply as [
      answers: number[],
      waitMs: number,
      heldBack: number,
      token: number,
      messages: (string | number)[][],
    ],
);
