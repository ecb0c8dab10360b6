import type { RecipientEvent } from "./recipient-event.ts";
import type { Stats, StatsPoint } from "./stats.ts";

/** `opening`: not yet; `live`: events arrive; `away`: it broke, and is opened again by itself. */
type Connection = "opening" | "live" | "away";

export type Hello = { instance: string; atMs: number; readOnly: boolean; sandbox: boolean };

/** A named subscriber of this web process. `state` is what web sees on the connection. */
export type Subscriber = {
  name: string;
  channels: readonly string[];
  patterns: readonly string[];
  state: "subscribing" | "subscribed" | "reconnecting";
  sinceMs: number | undefined;
  received: number;
  dropped: number;
  failed: number;
  lastMessageAtMs: number | undefined;
};

/** What one subscriber received. `seq` counts from 1 for each subscriber; `pattern` where a pattern matched. */
export type HubMessage = {
  seq: number;
  channel: string;
  pattern: string | undefined;
  receivedAtMs: number;
  bytes: number;
  /** `payload` is a JSON value, a text, or the bytes as hexadecimal text. */
  encoding: "json" | "text" | "hex";
  payload: unknown;
  /** The payload was longer than what is kept of it. */
  cut: boolean;
};

/** The newest 50 messages, the newest last. `seen` counts all that came over the feed, the skipped ones too. */
export type MessageRing = { items: readonly HubMessage[]; seen: number; skipped: number };

export type Board = {
  board: string;
  value: unknown;
  revision: number;
  atMs: number | undefined;
  expiresAtMs: number | undefined;
};

/** A notification that changed its state. */
export type Change = {
  id: string;
  userId: string;
  state: string;
  atMs: number | undefined;
  revision: number;
  reason: string | undefined;
  attempt: number | undefined;
  messageId: number | undefined;
  via: string | undefined;
};

export type FeedState = {
  connection: Connection;
  /** Since when `connection` is what it is. */
  sinceMs: number;
  /**
   * How often web told anew how everything is: on opening, and after it had to drop something for this page. What is
   * read by other calls is to be read again when it grows.
   */
  opened: number;
  hello: Hello | undefined;
  stats: Stats | undefined;
  /** The last ten minutes, a point a second, the newest last; with a hole where the feed was away. */
  statsHistory: readonly StatsPoint[];
  /** undefined until known; then what was last known, also while the feed is away. The same holds for the rest. */
  subscribers: readonly Subscriber[] | undefined;
  messages: ReadonlyMap<string, MessageRing>;
  /** The 200 newest by name, the newest first. */
  boards: ReadonlyMap<string, Board> | undefined;
  /** The next boards are all there are. */
  boardsToReplace: boolean;
  /** The last 200, the newest last. */
  changes: readonly Change[];
  /** All that came since the page was opened, those that web skipped too. */
  changesSeen: number;
  /** The last 100, the newest last. */
  recipientEvents: readonly RecipientEvent[];
  /** All that came since the page was opened, those that web skipped too. */
  recipientEventsSeen: number;
  /** Grows when changes were missed: lists are to be read again. */
  gaps: number;
  findings: readonly Finding[] | undefined;
  /** Events that web dropped because this page did not take them. */
  dropped: number;
};

export type Finding = {
  code: string;
  severity: "error" | "warning" | "hint";
  words: string;
  sinceMs: number | undefined;
  remedy: string | undefined;
  command: string | undefined;
};
