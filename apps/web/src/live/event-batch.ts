import {
  type DeliveryEvent,
  isDeliveryEvent,
  type RecipientEvent,
  type StoredEvent,
} from "@bellwire/messaging";
import { toServerSentEvent } from "../http/server-sent-events.ts";
import { toEventView } from "../records/event-view.ts";
import { toRecipientEventView } from "../records/recipient-event-view.ts";
import { Newest } from "./newest.ts";

/** In one batch, of each kind. */
const ITEMS_MAX = 50;

/** Events that are told together: `changes` of notifications, and what happened to `recipients`. */
export class EventBatch {
  readonly #changes = new Newest<DeliveryEvent>(ITEMS_MAX);
  readonly #recipients = new Newest<RecipientEvent>(ITEMS_MAX);

  get isEmpty(): boolean {
    return this.#changes.isEmpty && this.#recipients.isEmpty;
  }

  add(events: readonly StoredEvent[]): void {
    for (const event of events) {
      if (isDeliveryEvent(event)) this.#changes.add(event);
      else this.#recipients.add(event);
    }
  }

  /**
   * What was added, as server-sent events; from then on it is empty.
   * @param id where a reader stands who was told all of it: the last one carries it
   */
  take(id: string): Buffer {
    const told = [
      { event: "changes", ...viewsOf(this.#changes.take(), toEventView) },
      { event: "recipients", ...viewsOf(this.#recipients.take(), toRecipientEventView) },
    ].filter(({ count }) => count > 0);
    return Buffer.from(
      told
        .map(({ event, json }, at) => toServerSentEvent(event, json, at === told.length - 1 ? id : undefined))
        .join(""),
    );
  }
}

function viewsOf<Item>(
  { items, skipped }: { items: Item[]; skipped: number },
  toView: (item: Item) => object | undefined,
) {
  const views = items.map(toView).filter((view) => view !== undefined);
  return { count: items.length, json: JSON.stringify({ items: views, skipped }) };
}
