import type { SubscriberView } from "@bellwire/messaging";

/** What the interface shows of a subscriber. */
export function toSubscriberJson(subscriber: SubscriberView) {
  const { name, channels, patterns, state, sinceMs, received, dropped, failed, lastAtMs } = subscriber;
  return {
    name,
    channels,
    patterns,
    state,
    since: new Date(sinceMs).toISOString(),
    received,
    dropped,
    failed,
    last_message_at: lastAtMs === undefined ? null : new Date(lastAtMs).toISOString(),
  };
}
