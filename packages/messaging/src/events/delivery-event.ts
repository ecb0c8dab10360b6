import type { DeliveryState, Door } from "../delivery/model.ts";
import { fieldsOf, numberOf } from "./entry-fields.ts";

/** One change of state of one message, as the scripts of the delivery queue tell it. */
export type DeliveryEvent = {
  /** Id of the entry in the stream; grows with every event. */
  entryId: string;
  /** Of the message. */
  id: string;
  lane: string;
  state: DeliveryState;
  atMs: number;
  /** Of the record after this change. */
  revision: number;
  reason?: string;
  attempt?: number;
  messageId?: number;
  door?: Door;
};

/** Comes before the id of every entry. */
export const BEFORE_ALL = "0-0";

/** Reads one entry. What others wrote into the stream is not trusted: undefined when it is no event about a notification. */
export function readDeliveryEvent(entryId: string, fields: readonly string[]): DeliveryEvent | undefined {
  const values = fieldsOf(fields);
  const [id, lane, state] = [values.get("id"), values.get("user_id"), values.get("state")];
  const [atMs, revision] = [numberOf(values.get("at_ms")), numberOf(values.get("revision"))];
  if (!id || lane === undefined || !state || atMs === undefined || revision === undefined) return undefined;
  const event: DeliveryEvent = { entryId, id, lane, state: state as DeliveryState, atMs, revision };
  const [reason, door] = [values.get("reason"), values.get("door")];
  const [attempt, messageId] = [numberOf(values.get("attempt")), numberOf(values.get("message_id"))];
  if (reason) event.reason = reason;
  if (attempt !== undefined) event.attempt = attempt;
  if (messageId !== undefined) event.messageId = messageId;
  if (door) event.door = door as Door;
  return event;
}

/** Whether entry id `a` comes after `b`. Both as Redis writes them, `<milliseconds>-<number>`. */
export function isAfter(a: string, b: string): boolean {
  const [aMs, aNumber] = partsOf(a);
  const [bMs, bNumber] = partsOf(b);
  return aMs === bMs ? aNumber > bNumber : aMs > bMs;
}

function partsOf(id: string): [number, number] {
  const dash = id.indexOf("-");
  return dash < 0 ? [Number(id), 0] : [Number(id.slice(0, dash)), Number(id.slice(dash + 1))];
}
