import { fieldsOf, numberOf, textOf, textsOf, timeOf } from "../api/read.ts";
import { userIdOf } from "../api/user-id.ts";
import type { Board, Change, Finding, Hello, HubMessage, Subscriber } from "./types.ts";

/** Readers of the forms that `/live`, `/subscribers` and `/boards` share; undefined for what cannot be used. */

export function parseHello(value: unknown): Hello {
  const fields = fieldsOf(value);
  return {
    instance: textOf(fields.instance) ?? "",
    atMs: timeOf(fields.at) ?? 0,
    readOnly: fields.read_only === true,
    sandbox: fields.sandbox === true,
  };
}

export function parseSubscriber(value: unknown): Subscriber | undefined {
  const fields = fieldsOf(value);
  const name = textOf(fields.name);
  if (name === undefined) return undefined;
  const { state } = fields;
  return {
    name,
    channels: textsOf(fields.channels),
    patterns: textsOf(fields.patterns),
    state: state === "subscribed" || state === "reconnecting" ? state : "subscribing",
    sinceMs: timeOf(fields.since),
    received: numberOf(fields.received) ?? 0,
    dropped: numberOf(fields.dropped) ?? 0,
    failed: numberOf(fields.failed) ?? 0,
    lastMessageAtMs: timeOf(fields.last_message_at),
  };
}

export function parseHubMessage(value: unknown): HubMessage | undefined {
  const fields = fieldsOf(value);
  const [seq, channel] = [numberOf(fields.seq), textOf(fields.channel)];
  if (seq === undefined || channel === undefined) return undefined;
  const { encoding } = fields;
  return {
    seq,
    channel,
    pattern: textOf(fields.pattern),
    receivedAtMs: timeOf(fields.received_at) ?? 0,
    bytes: numberOf(fields.bytes) ?? 0,
    encoding: encoding === "text" || encoding === "hex" ? encoding : "json",
    payload: fields.payload,
    cut: fields.cut === true,
  };
}

export function parseBoard(value: unknown): Board | undefined {
  const fields = fieldsOf(value);
  const [board, revision] = [textOf(fields.board), numberOf(fields.revision)];
  if (board === undefined || revision === undefined) return undefined;
  return {
    board,
    value: fields.value,
    revision,
    atMs: timeOf(fields.at),
    expiresAtMs: timeOf(fields.expires_at),
  };
}

export function parseChange(value: unknown): Change | undefined {
  const fields = fieldsOf(value);
  const [id, userId, state] = [textOf(fields.id), userIdOf(fields.user_id), textOf(fields.state)];
  if (id === undefined || userId === undefined || state === undefined) return undefined;
  return {
    id,
    userId,
    state,
    atMs: timeOf(fields.at),
    revision: numberOf(fields.revision) ?? 0,
    reason: textOf(fields.reason),
    attempt: numberOf(fields.attempt),
    messageId: numberOf(fields.message_id),
    via: textOf(fields.via),
  };
}

export function parseFinding(value: unknown): Finding | undefined {
  const fields = fieldsOf(value);
  const [code, words] = [textOf(fields.code), textOf(fields.words)];
  if (code === undefined || words === undefined) return undefined;
  const { severity } = fields;
  return {
    code,
    severity: severity === "error" || severity === "hint" ? severity : "warning",
    words,
    sinceMs: timeOf(fields.since),
    remedy: textOf(fields.remedy),
    command: textOf(fields.command),
  };
}
