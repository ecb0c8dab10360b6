import type { DeliveryRecord, TimelineEntry } from "@bellwire/messaging";
import { type NotificationTimelineEntry, type NotificationView, readBody } from "@bellwire/schema";

/** What the interface shows of a record. One whose body cannot be read, because others wrote it, has no text. */
export function toNotificationView(record: DeliveryRecord): NotificationView {
  const { id: _id, priority: _priority, ...content } = readBody(record.body) ?? { message: "" };
  const { dueMs: _dueMs, messageIds, parts, reason } = record;
  const [messageId] = messageIds;
  return {
    id: record.id,
    user_id: Number(record.lane),
    ...content,
    state: record.state,
    via: record.door,
    priority: record.priority,
    revision: record.revision,
    accepted_at: momentOf(record.acceptedMs),
    changed_at: momentOf(record.changedMs),
    ...(record.expiresMs !== undefined && { expires_at: momentOf(record.expiresMs) }),
    ...(record.state === "retrying" &&
      record.nextMs !== undefined && { next_attempt_at: momentOf(record.nextMs) }),
    attempts: record.attempts,
    ...(parts !== undefined && { parts }),
    parts_sent: record.partsSent,
    ...(messageId !== undefined && { message_id: messageId }),
    message_ids: messageIds,
    ...(reason !== undefined && { reason }),
    timeline: record.timeline.map(toTimelineView),
  };
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
