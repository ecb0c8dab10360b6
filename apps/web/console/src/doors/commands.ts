/** One line for a shell. The names are those of the installation when its variables are set, else the defaults. */
export type Command = { does: string; line: string };

const CLI = 'redis-cli -u "$REDIS_URL"';
const CHANNEL = `"${orElse("NOTIFICATION_CHANNEL")}"`;
const EXAMPLE = `{"user_id":42,"message":"Hello"}`;

export const COMMANDS = {
  channel: [
    { does: "Look", line: `${CLI} PUBSUB NUMSUB ${CHANNEL} ${key("bots")}` },
    { does: "Send one", line: `${CLI} PUBLISH ${CHANNEL} '${EXAMPLE}'` },
  ],
  queue: [
    { does: "Look", line: `${CLI} LRANGE ${key("queue")} -5 -1` },
    { does: "Send one", line: `${CLI} LPUSH ${key("queue")} '${EXAMPLE}'` },
  ],
  stream: [
    { does: "Look", line: `${CLI} XINFO GROUPS ${key("stream")}` },
    { does: "Send one", line: `${CLI} XADD ${key("stream")} '*' payload '${EXAMPLE}'` },
  ],
  intake: [{ does: "Look", line: `${CLI} GET ${key("intake:lease")}` }],
} satisfies Record<string, readonly Command[]>;

function key(name: string): string {
  return `"${orElse("REDIS_PREFIX")}:${name}"`;
}

function orElse(variable: string): string {
  return `\${${variable}:-notification}`;
}
