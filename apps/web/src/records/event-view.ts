import { type DeliveryEvent, originalIdOf } from "@bellwire/messaging";
import { type NotificationEvent, userIdOf } from "@bellwire/schema";

/** What the interface tells of a change; undefined when its moment is none, because others wrote it. */
export function toEventView(event: DeliveryEvent): NotificationEvent | undefined {
  const { id, lane, state, atMs, revision, reason, attempt, messageId, door } = event;
  const at = new Date(atMs);
  const original = originalIdOf(id);
  if (lane === "" || Number.isNaN(at.getTime())) return undefined;
  return {
    id,
    user_id: userIdOf(lane),
    ...(original !== undefined && { copy_of: original }),
    state,
    at: at.toISOString(),
    revision,
    ...(reason !== undefined && { reason }),
    ...(attempt !== undefined && { attempt }),
    ...(messageId !== undefined && { message_id: messageId }),
    ...(door !== undefined && { via: door }),
  };
}
