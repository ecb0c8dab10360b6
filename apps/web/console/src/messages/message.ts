import { type Fields, fieldsOf, listOf, numberOf, parsedItems, textOf, timeOf } from "../api/read.ts";
import { userIdOf } from "../api/user-id.ts";
import type { Change } from "../feed/index.ts";

/** A notification as `GET /notifications/{id}` shows it; docs/lifecycle.md tells what its states mean. */
export type Message = {
  id: string;
  /** undefined where the record names nobody. */
  userId: string | undefined;
  /** Of Telegram, to which this goes; undefined while the person has none. */
  chatId: string | undefined;
  /** What went to each chat, this one first; empty where there are not several. */
  copies: readonly Copy[];
  /** Empty where the record cannot be read. */
  text: string;
  state: string;
  via: string;
  priority: string;
  revision: number;
  acceptedAtMs: number | undefined;
  changedAtMs: number | undefined;
  expiresAtMs: number | undefined;
  nextAttemptAtMs: number | undefined;
  /** Those that count. */
  attempts: number;
  parts: number | undefined;
  partsSent: number;
  /** Telegram's ids of what arrived. */
  messageIds: readonly number[];
  reason: string | undefined;
  timeline: readonly TimelineEntry[];
  /** What the publisher asked for beside the text, by the names of the contract. */
  options: readonly { name: string; value: unknown }[];
};

export type Copy = { id: string; chatId: string; state: string };

export type TimelineEntry = {
  atMs: number | undefined;
  what: string;
  attempt: number | undefined;
  /** From 0. */
  part: number | undefined;
  tookMs: number | undefined;
  reason: string | undefined;
  messageId: number | undefined;
};

const OPTIONS = [
  "send_at",
  "ttl_seconds",
  "format",
  "silent",
  "protect",
  "link_preview",
  "thread_id",
  "replace_key",
  "category",
  "on_unknown",
  "buttons",
];

/** undefined for what cannot be shown. */
export function parseMessage(value: unknown): Message | undefined {
  const fields = fieldsOf(value);
  const [id, state] = [textOf(fields.id), textOf(fields.state)];
  if (id === undefined || state === undefined) return undefined;
  return {
    id,
    state,
    userId: userIdOf(fields.user_id),
    chatId: userIdOf(fields.chat_id),
    copies: parsedItems(fields.copies, parseCopy),
    text: textOf(fields.message) ?? "",
    via: textOf(fields.via) ?? "channel",
    priority: textOf(fields.priority) ?? "normal",
    revision: numberOf(fields.revision) ?? 0,
    acceptedAtMs: timeOf(fields.accepted_at),
    changedAtMs: timeOf(fields.changed_at),
    expiresAtMs: timeOf(fields.expires_at),
    nextAttemptAtMs: timeOf(fields.next_attempt_at),
    attempts: numberOf(fields.attempts) ?? 0,
    parts: numberOf(fields.parts),
    partsSent: numberOf(fields.parts_sent) ?? 0,
    messageIds: listOf(fields.message_ids).filter((each) => numberOf(each) !== undefined) as number[],
    reason: textOf(fields.reason),
    timeline: listOf(fields.timeline).map(parseEntry),
    options: optionsOf(fields),
  };
}

function parseCopy(value: unknown): Copy | undefined {
  const fields = fieldsOf(value);
  const [id, chatId, state] = [textOf(fields.id), userIdOf(fields.chat_id), textOf(fields.state)];
  return id === undefined || chatId === undefined || state === undefined ? undefined : { id, chatId, state };
}

function parseEntry(value: unknown): TimelineEntry {
  const fields = fieldsOf(value);
  return {
    atMs: timeOf(fields.at),
    what: textOf(fields.what) ?? "?",
    attempt: numberOf(fields.attempt),
    part: numberOf(fields.part),
    tookMs: numberOf(fields.took_ms),
    reason: textOf(fields.reason),
    messageId: numberOf(fields.message_id),
  };
}

function optionsOf(fields: Fields): Message["options"] {
  return OPTIONS.filter((name) => fields[name] !== undefined).map((name) => ({ name, value: fields[name] }));
}

/** The message as a change tells of it; itself where the change is none of it, or no news. */
export function withChange(message: Message, change: Change | undefined): Message {
  if (change === undefined || change.id !== message.id || change.revision <= message.revision) return message;
  const { state, reason, revision, atMs = message.changedAtMs } = change;
  return { ...message, state, reason, revision, changedAtMs: atMs };
}
