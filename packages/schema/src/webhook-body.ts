import type { NotificationEvent } from "./notification-event.ts";
import type { RecipientEvent } from "./recipient-event.ts";

/**
 * The body of a call to WEBHOOK_URL, in the form of Standard Webhooks. `timestamp` is the moment of the event, ISO 8601
 * in UTC; the header `webhook-id` names the event, and two calls with the same one are the same event.
 */
export type WebhookBody =
  | {
      type: "notification.sent" | "notification.failed" | "notification.parked";
      timestamp: string;
      data: NotificationEvent;
    }
  | {
      type: "recipient.linked" | "recipient.unlinked" | "recipient.replied";
      timestamp: string;
      data: RecipientEvent;
    };
