import {
  BEFORE_ALL,
  Hub,
  historyThenLive,
  isAfter,
  RedisLink,
  RedisUnavailableError,
} from "@bellwire/messaging";

/** @typedef {{ id: string, name: string, text: string }} Line id: of its entry in the room's stream */

/** One script, so that a line is stored before it is told, and lines are told in the order in which they are stored. */
const SAY = `#!lua
local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', '10000', '*', 'name', ARGV[1], 'text', ARGV[2])
redis.call('PUBLISH', KEYS[1], cjson.encode({ id = id, name = ARGV[1], text = ARGV[2] }))`;

const PAGE = 500;

/**
 * A chat room: a stream that keeps what was said, and a channel of the same name that tells it at once.
 * @param {string} room @param {string} url of Redis
 */
export function openRoom(room, url) {
  const key = `chat-room:${room}`;
  const redis = new RedisLink({ url, name: "chat-room" });
  const hub = new Hub({ url, name: "chat-room-hub", redis });
  hub.start();

  /** @param {string} after */
  async function readHistory(after) {
    try {
      const entries = await redis.run((client) => client.xrange(key, `(${after}`, "+", "COUNT", PAGE));
      const items = entries.map(([id, [, name = "", , text = ""]]) => ({ id, name, text }));
      return { items, position: items.at(-1)?.id ?? after, more: items.length === PAGE };
    } catch (error) {
      // Undefined is tried again: Redis may be away for a while.
      if (error instanceof RedisUnavailableError) return undefined;
      throw error;
    }
  }

  return {
    /** Throws RedisUnavailableError: whether it was said is not known then. @param {string} name @param {string} text */
    async say(name, text) {
      await redis.ready(2_000);
      await redis.run((client) => client.eval(SAY, 1, key, name, text));
    },
    /** All that was said, oldest first, then what is said; none missed and none twice. @param {AbortSignal} [signal] */
    async *lines(signal = new AbortController().signal) {
      /** @type {AsyncGenerator<readonly Line[]>} */
      const batches = historyThenLive({
        from: BEFORE_ALL,
        readHistory,
        subscribe: ({ onLive, onMissed }) =>
          hub.listen({ channel: key }, ({ payload }) => onLive([JSON.parse(String(payload))]), onMissed),
        positionOf: ({ id }) => id,
        isAfter,
        signal,
      });
      for await (const lines of batches) yield* lines;
    },
    async leave() {
      await hub.shutdown();
      redis.close();
    },
  };
}
