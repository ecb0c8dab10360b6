import type { Draft, IntakeItem, StreamEntry } from "@bellwire/messaging";
import {
  encodeNotification,
  fingerprintOf,
  type Notification,
  type Parsed,
  readDoorPayload,
  readStreamFields,
  sendAtToMs,
} from "@bellwire/schema";
import { newId } from "./new-id.ts";

/** How what lies at the doors is read. */
export type Reading = {
  /** Cuts what is kept of a malformed payload. */
  cut: (raw: Buffer) => Buffer;
  /** What an integer names that is linked to no chat: the chat itself, or nobody yet. */
  addressing: "direct" | "linked";
};

/** What a stranger or web published on the channel. The door keeps no copy of it. */
export function channelItem(payload: Buffer, reading: Reading): IntakeItem {
  return toItem(undefined, readDoorPayload(payload), newId, () => payload, reading);
}

/** What lay at the queue door; the payload itself is the door's copy. */
export function queueItem(payload: Buffer, reading: Reading): IntakeItem {
  return toItem(payload, readDoorPayload(payload), newId, () => payload, reading);
}

/** An entry of the stream door. Its id names what has no id of its own, so that the publisher knows it by XADD's answer. */
export function streamItem({ id, fields }: StreamEntry, reading: Reading): IntakeItem {
  const parsed = readStreamFields(fields);
  return toItem(
    id,
    parsed,
    () => id,
    () => rawOf(fields),
    reading,
  );
}

/** The notification as the delivery queue takes it. */
export function toDraft(
  id: string,
  notification: Notification,
  fingerprint: string,
  addressing: Reading["addressing"],
): Draft {
  const { user_id, priority, send_at, ttl_seconds, replace_key, on_unknown, category } = notification;
  const dueMs = send_at === undefined ? undefined : sendAtToMs(send_at);
  return {
    id,
    lane: String(user_id),
    body: encodeNotification(notification),
    fingerprint,
    priority: priority ?? "normal",
    ...(dueMs !== undefined && { dueMs }),
    ...(ttl_seconds !== undefined && { ttlMs: ttl_seconds * 1000 }),
    ...(on_unknown === "hold" && { holdUnknown: true }),
    ...(replace_key !== undefined && { replaceKey: replace_key }),
    ...(category !== undefined && { category }),
    ...((addressing === "linked" || typeof user_id === "string") && { mustBeLinked: true }),
  };
}

function toItem(
  copy: Buffer | string | undefined,
  parsed: Parsed<Notification>,
  makeId: () => string,
  rawBytes: () => Buffer,
  { cut, addressing }: Reading,
): IntakeItem {
  if (!parsed.ok) {
    const { code, detail } = parsed.problem;
    const raw = rawBytes();
    return { copy, rejected: { reason: code, detail, raw: cut(raw), bytes: raw.length } };
  }
  const notification = parsed.value;
  const generated = notification.id === undefined;
  // Nobody can repeat a request under an id that only we know, so there is nothing to compare it with.
  const fingerprint = generated ? "" : fingerprintOf(notification);
  const draft = toDraft(notification.id ?? makeId(), notification, fingerprint, addressing);
  return { copy, draft, generated };
}

/** An entry as its fields stand, one name or value a line; that of one field `payload` as that payload alone. */
function rawOf(fields: readonly Buffer[]): Buffer {
  if (fields.length === 2 && fields[0]?.toString("latin1") === "payload") return fields[1] ?? Buffer.alloc(0);
  const lines = fields.flatMap((part) => [part, NEW_LINE]).slice(0, -1);
  return Buffer.concat(lines);
}

const NEW_LINE = Buffer.from("\n");
