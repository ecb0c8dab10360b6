import type { AcceptDraft } from "@bellwire/messaging";
import { encodeNotification, fingerprintOf, type NotificationRequest, sendAtToMs } from "@bellwire/schema";

/**
 * What the delivery queue is to take over: whom it is for, and the notification itself with the id it has now.
 * @param id the notification's own where it has one
 * @param addressing what an integer names that is linked to no chat: the chat itself, or nobody yet
 */
export function toDraft(
  { notification, via }: NotificationRequest,
  id: string,
  addressing: "direct" | "linked",
): AcceptDraft {
  const { user_id, priority = "normal", send_at, ttl_seconds, replace_key, on_unknown } = notification;
  // The id first: an object that gets it after the spread takes five times as long to encode.
  const body = encodeNotification({ id, ...notification });
  const draft: AcceptDraft = {
    id,
    lane: String(user_id),
    body,
    fingerprint: fingerprintOf(notification),
    priority,
    door: via,
  };
  const dueMs = send_at === undefined ? undefined : sendAtToMs(send_at);
  if (dueMs !== undefined) draft.dueMs = dueMs;
  if (ttl_seconds !== undefined) draft.ttlMs = ttl_seconds * 1000;
  if (replace_key !== undefined) draft.replaceKey = replace_key;
  if (on_unknown === "hold") draft.holdUnknown = true;
  if (notification.category !== undefined) draft.category = notification.category;
  if (addressing === "linked" || typeof user_id === "string") draft.mustBeLinked = true;
  return draft;
}
