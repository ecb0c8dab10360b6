import { type DeliveryRecord, originalIdOf, type TimelineEntry } from "@bellwire/messaging";
import {
  type NotificationCopy,
  type NotificationTimelineEntry,
  type NotificationView,
  readBody,
  userIdOf,
} from "@bellwire/schema";

/**
 * What the interface shows of a record. One whose body cannot be read, because others wrote it, has no text.
 * @param copies the records of what goes to further chats of its recipient
 * @param restsUntilMs until when it waits because its person wants quiet
 */
export function toNotificationView(
  record: DeliveryRecord,
  copies: readonly DeliveryRecord[] = [],
  restsUntilMs?: number,
): NotificationView {
  const { id: _id, user_id: _userId, priority: _priority, ...content } = contentOf(record);
  const { chat, messageIds, parts, reason } = record;
  const [messageId] = messageIds;
  const original = originalIdOf(record.id);
  return {
    id: record.id,
    user_id: userIdOf(record.lane),
    ...content,
    ...(chat !== undefined && { chat_id: Number(chat) }),
    ...(copies.length > 0 && { copies: [record, ...copies].map(toCopyView) }),
    ...(original !== undefined && { copy_of: original }),
    state: record.state,
    via: record.door,
    priority: record.priority,
    revision: record.revision,
    accepted_at: momentOf(record.acceptedMs),
    changed_at: momentOf(record.changedMs),
    ...(record.expiresMs !== undefined && { expires_at: momentOf(record.expiresMs) }),
    ...(record.state === "retrying" &&
      record.nextMs !== undefined && { next_attempt_at: momentOf(record.nextMs) }),
    ...(restsUntilMs !== undefined && { rests_until: momentOf(restsUntilMs) }),
    attempts: record.attempts,
    ...(parts !== undefined && { parts }),
    parts_sent: record.partsSent,
    ...(messageId !== undefined && { message_id: messageId }),
    message_ids: messageIds,
    ...(reason !== undefined && { reason }),
    timeline: record.timeline.map(toTimelineView),
  };
}

function contentOf({ body, lane }: DeliveryRecord) {
  return readBody(body) ?? { user_id: lane, message: "" };
}

function toCopyView({ id, chat, state }: DeliveryRecord): NotificationCopy {
  return { chat_id: chat === undefined ? null : Number(chat), id, state };
}

function toTimelineView(entry: TimelineEntry): NotificationTimelineEntry {
  const { atMs, what, attempt, part, tookMs, reason, messageId } = entry;
  return {
    at: momentOf(atMs),
    what,
    ...(attempt !== undefined && { attempt }),
    ...(part !== undefined && { part }),
    ...(tookMs !== undefined && { took_ms: tookMs }),
    ...(reason !== undefined && { reason }),
    ...(messageId !== undefined && { message_id: messageId }),
  };
}

/** ISO 8601 in UTC. What is no moment, because others wrote it, is the first one. */
function momentOf(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? new Date(0).toISOString() : date.toISOString();
}
