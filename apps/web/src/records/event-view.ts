import type { DeliveryEvent } from "@bellwire/messaging";
import type { NotificationEvent } from "@bellwire/schema";

/** What the interface tells of a change; undefined when its chat is none of ours, because others wrote it. */
export function toEventView(event: DeliveryEvent): NotificationEvent | undefined {
  const { id, lane, state, atMs, revision, reason, attempt, messageId, door } = event;
  const [userId, at] = [Number(lane), new Date(atMs)];
  if (!Number.isSafeInteger(userId) || Number.isNaN(at.getTime())) return undefined;
  return {
    id,
    user_id: userId,
    state,
    at: at.toISOString(),
    revision,
    ...(reason !== undefined && { reason }),
    ...(attempt !== undefined && { attempt }),
    ...(messageId !== undefined && { message_id: messageId }),
    ...(door !== undefined && { via: door }),
  };
}
