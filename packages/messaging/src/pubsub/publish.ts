import type { RedisLink } from "../redis-link.ts";
import { publishScript } from "../scripts/publish.ts";

/**
 * Publishes `payload` on `channel`, unless nobody is subscribed to `listenersChannel`.
 * Resolves with how many subscribers Redis handed it to (monitors count too), or `null` when nothing was sent for
 * want of a listener. Throws RedisUnavailableError; with trouble `timeout` or `disconnected` it may have been sent.
 */
export async function publishToListeners(
  redis: RedisLink,
  { channel, listenersChannel, payload }: { channel: string; listenersChannel: string; payload: string },
): Promise<number | null> {
  const receivers = await redis.script(publishScript, [], [listenersChannel, channel, payload]);
  return receivers < 0 ? null : receivers;
}
