import { fieldsOf, numberOf, parsedItems, textOf, textsOf } from "../api/read.ts";
import { parseRecipientEvent, type RecipientEvent } from "./recipient-event.ts";
import { type Counts, parseCounts, parseStats, type Stats } from "./stats.ts";
import type { Board, Change, Finding, Hello, HubMessage, Subscriber } from "./types.ts";
import * as wire from "./wire.ts";

/** What `GET /live` tells, checked. */
export type LiveEvent =
  | { type: "hello"; hello: Hello }
  | { type: "stats"; stats: Stats; atMs: number }
  | { type: "subscribers"; items: readonly Subscriber[] }
  | { type: "messages"; items: readonly Received[]; skipped: Counts }
  | { type: "boards"; items: readonly Board[]; removed: readonly string[] }
  | { type: "changes"; items: readonly Change[]; skipped: number }
  | { type: "recipients"; items: readonly RecipientEvent[]; skipped: number }
  | { type: "findings"; items: readonly Finding[] }
  | { type: "dropped"; count: number }
  | { type: "gap" };

export type Received = HubMessage & { subscriber: string };

/** undefined for an event that this page does not know. `nowMs` is when it came. */
export function parseLiveEvent(type: string, data: string, nowMs: number): LiveEvent | undefined {
  const fields = fieldsOf(parseJson(data));
  switch (type) {
    case "hello":
      return { type, hello: wire.parseHello(fields) };
    case "stats":
      return { type, stats: parseStats(fields), atMs: nowMs };
    case "subscribers":
      return { type, items: parsedItems(fields.items, wire.parseSubscriber) };
    case "messages":
      return {
        type,
        items: parsedItems(fields.items, parseReceived),
        skipped: parseCounts(fields.skipped),
      };
    case "boards": {
      const items = parsedItems(fields.items, wire.parseBoard);
      return { type, items, removed: textsOf(fields.removed) };
    }
    case "changes": {
      const items = parsedItems(fields.items, wire.parseChange);
      return { type, items, skipped: numberOf(fields.skipped) ?? 0 };
    }
    case "recipients": {
      const items = parsedItems(fields.items, parseRecipientEvent);
      return { type, items, skipped: numberOf(fields.skipped) ?? 0 };
    }
    case "findings":
      return { type, items: parsedItems(fields.items, wire.parseFinding) };
    case "dropped":
      return { type, count: numberOf(fields.count) ?? 0 };
    case "gap":
      return { type };
    default:
      return undefined;
  }
}

function parseReceived(value: unknown): Received | undefined {
  const message = wire.parseHubMessage(value);
  const subscriber = textOf(fieldsOf(value).subscriber);
  return message !== undefined && subscriber !== undefined ? { ...message, subscriber } : undefined;
}

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
