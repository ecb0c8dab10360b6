import { defineDeliveryScript } from "./delivery-script.ts";

/** As `viewOf` below gives it. */
export type ChatReply = [
  chat: string,
  unreachable: string,
  waiting: number,
  parked: number,
  muted: number,
  fields: string[],
];

export type RecipientReply = [userId: string, parked: number, fields: string[], chats: ChatReply[]];

/**
 * - `viewOf(name)`: { chat, why it is out of reach or '', how many wait, parked, 1 while it is muted, fields of its hash }
 * - `recipientOf(user)`: { user id, parked for it, fields of its hash, views of its chats }
 */
const views = `
local function viewOf(name)
  local muted = tonumber(call('HGET', chat .. name, 'muted') or 0) > now
  return {name, call('HGET', laneState .. name, 'unreachable') or '', waitingIn(name), call('LLEN', parkedLane .. name),
    muted and 1 or 0, call('HGETALL', chat .. name)}
end
local function recipientOf(user)
  local mine, list = chatsOf(user) or {}, {}
  for at, name in ipairs(mine) do list[at] = viewOf(name) end
  return {user, call('LLEN', parkedLane .. '@' .. user), call('HGETALL', recipient .. user), list}
end
`;

/**
 * One chat as it stands.
 *
 * KEYS the delivery keys   ARGV 1 chat
 * Returns its view.
 */
export const readChatScript = defineDeliveryScript(
  "allow-oom",
  `${views}
return viewOf(ARGV[1])
`,
  (reply) => reply as ChatReply,
);

/**
 * One recipient as it stands.
 *
 * KEYS the delivery keys   ARGV 1 user id
 * Returns it, or nothing.
 */
export const readRecipientScript = defineDeliveryScript(
  "allow-oom",
  `${views}
return call('ZSCORE', recipients, ARGV[1]) and recipientOf(ARGV[1])
`,
  (reply) => (reply as RecipientReply | null) ?? undefined,
);

/**
 * Recipients in the order of the bytes of their user ids.
 *
 * KEYS the delivery keys   ARGV 1 how the user ids begin, 2 those after this one, or '', 3 at most so many
 * Returns them.
 */
export const listRecipientsScript = defineDeliveryScript(
  "allow-oom",
  `${views}
local from = ARGV[2] == '' and '[' .. ARGV[1] or '(' .. ARGV[2]
-- No user id holds the byte 255, because none is in UTF-8.
local users = call('ZRANGEBYLEX', recipients, from, '(' .. ARGV[1] .. '\\255', 'LIMIT', '0', ARGV[3])
local found = {}
for at, user in ipairs(users) do found[at] = recipientOf(user) end
return found
`,
  (reply) => reply as RecipientReply[],
);
