export { type BatchItem, readNotificationBatch } from "./batch.ts";
export { readDoorPayload } from "./door.ts";
export { type NotificationRequest, readNotificationRequest } from "./edge.ts";
export { encodeNotification, readBody } from "./encode.ts";
export { fingerprintOf } from "./fingerprint.ts";
export { LIMITS } from "./limits.ts";
export {
  type Notification,
  notificationRequestSchema,
  notificationSchema,
  type Via,
} from "./notification.ts";
export type { NotificationEvent } from "./notification-event.ts";
export type {
  NotificationCopy,
  NotificationState,
  NotificationTimelineEntry,
  NotificationView,
} from "./notification-view.ts";
export type { Button } from "./options/buttons.ts";
export { isCategory, isNotificationId } from "./options/identifier.ts";
export { sendAtToMs } from "./options/send-at.ts";
export { parseJsonBytes } from "./parse-json.ts";
export type { FieldError, Parsed, ParseProblem, ProblemCode } from "./problem.ts";
export type { RecipientEvent, RecipientEventName } from "./recipient-event.ts";
export type { QuietHours, RecipientChat, RecipientState, RecipientView } from "./recipient-view.ts";
export { readStreamFields } from "./stream-fields.ts";
export { isUserId, type UserId, userIdOf, userIdProblem } from "./user-id.ts";
export type { WebhookBody } from "./webhook-body.ts";
