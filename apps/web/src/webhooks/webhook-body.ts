import { isDeliveryEvent, type StoredEvent, type WebhookType } from "@bellwire/messaging";
import { toEventView } from "../records/event-view.ts";
import { toRecipientEventView } from "../records/recipient-event-view.ts";

/** The body of the call about `event`: a WebhookBody as JSON. undefined when the event is none of ours. */
export function webhookBody(type: WebhookType, event: StoredEvent | undefined): string | undefined {
  if (event === undefined) return undefined;
  const data = isDeliveryEvent(event) ? toEventView(event) : toRecipientEventView(event);
  return data && JSON.stringify({ type, timestamp: data.at, data });
}
