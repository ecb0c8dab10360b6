import { isDeliveryEvent, type StoredEvent, type Told } from "@bellwire/messaging";
import { toEventView } from "../records/event-view.ts";
import { toRecipientEventView } from "../records/recipient-event-view.ts";
import { toServerSentEvent } from "./server-sent-events.ts";

/** Many readers are told the same event: its lines are made once. */
const made = new WeakMap<StoredEvent, string>();

/** What a reader is told, in the form of server-sent events: one text per event. */
export function describeTold(told: Told): string[] {
  // Without an id: a reader that is cut off right after it asks from where it stood, and is told again.
  if (told.kind === "gap")
    return [toServerSentEvent("gap", JSON.stringify({ from: told.from, to: told.to }))];
  return told.events.map(linesOf);
}

function linesOf(event: StoredEvent): string {
  const known = made.get(event);
  if (known !== undefined) return known;
  const isDelivery = isDeliveryEvent(event);
  const view = isDelivery ? toEventView(event) : toRecipientEventView(event);
  const name = isDelivery ? "notification" : "recipient";
  const lines = view === undefined ? "" : toServerSentEvent(name, JSON.stringify(view), event.entryId);
  made.set(event, lines);
  return lines;
}
