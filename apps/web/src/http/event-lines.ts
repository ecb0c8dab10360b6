import type { DeliveryEvent, Told } from "@bellwire/messaging";
import { toEventView } from "../records/event-view.ts";
import { toServerSentEvent } from "./server-sent-events.ts";

/** Many readers are told the same event: its lines are made once. */
const made = new WeakMap<DeliveryEvent, string>();

/** What a reader is told, in the form of server-sent events: one text per event. */
export function describeTold(told: Told): string[] {
  // Without an id: a reader that is cut off right after it asks from where it stood, and is told again.
  if (told.kind === "gap")
    return [toServerSentEvent("gap", JSON.stringify({ from: told.from, to: told.to }))];
  return told.events.map(linesOf);
}

function linesOf(event: DeliveryEvent): string {
  const known = made.get(event);
  if (known !== undefined) return known;
  const view = toEventView(event);
  const lines =
    view === undefined ? "" : toServerSentEvent("notification", JSON.stringify(view), event.entryId);
  made.set(event, lines);
  return lines;
}
