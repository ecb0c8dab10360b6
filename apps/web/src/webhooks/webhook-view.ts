import type { WebhookDelivery, WebhookFigures } from "@bellwire/messaging";
import { userIdOf } from "@bellwire/schema";

/** What `GET /webhooks` shows of calls to `host`. */
export function toWebhooksView(host: string, { waiting, dead, delivered, missed, failing }: WebhookFigures) {
  return {
    configured: true,
    host,
    ...{ waiting, dead, delivered, missed },
    ...(failing !== undefined && {
      failing_since: new Date(failing.sinceMs).toISOString(),
      last_error: failing.error,
    }),
  };
}

/** What `GET /webhooks/deliveries` shows of one call. */
export function toWebhookDeliveryView(delivery: WebhookDelivery) {
  const { id, type, state, attempts, createdMs, nextMs, status, error, userId, notificationId } = delivery;
  return {
    ...{ id, type, state, attempts },
    created_at: new Date(createdMs).toISOString(),
    ...(nextMs !== undefined && { next_at: new Date(nextMs).toISOString() }),
    ...(status !== undefined && { last_status: status }),
    ...(error !== undefined && { last_error: error }),
    user_id: userId === "" ? null : userIdOf(userId),
    ...(notificationId !== undefined && { notification_id: notificationId }),
  };
}
