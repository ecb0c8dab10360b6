import type { LiveEvent, Received } from "./live-event.ts";
import { type Stats, type StatsPoint, toPoint } from "./stats.ts";
import type { Change, FeedState, HubMessage, MessageRing, Subscriber } from "./types.ts";

/** What the store is told: an event of the stream, a change of the connection, or messages read by another call. */
export type FeedNews =
  | { type: "connection"; connection: FeedState["connection"]; atMs: number }
  | { type: "stored"; subscriber: string; items: readonly HubMessage[] }
  | LiveEvent;

const HISTORY_MS = 10 * 60_000;
const RING = 50;
const CHANGES = 200;
const RECIPIENT_EVENTS = 100;
const BOARDS = 200;

export const NO_RING: MessageRing = { items: [], seen: 0, skipped: 0 };

export const EMPTY_FEED: FeedState = {
  connection: "opening",
  sinceMs: 0,
  opened: 0,
  hello: undefined,
  stats: undefined,
  statsHistory: [],
  subscribers: undefined,
  messages: new Map(),
  boards: undefined,
  boardsToReplace: false,
  changes: [],
  changesSeen: 0,
  recipientEvents: [],
  recipientEventsSeen: 0,
  gaps: 0,
  findings: undefined,
  dropped: 0,
};

/** The state after the news; parts that it does not touch stay the same objects. */
export function withNews(state: FeedState, news: FeedNews): FeedState {
  switch (news.type) {
    case "connection":
      if (news.connection === state.connection) return state;
      return { ...state, connection: news.connection, sinceMs: news.atMs };
    case "hello": {
      // Another web process has other subscribers: what was received there says nothing here.
      const same = state.hello === undefined || state.hello.instance === news.hello.instance;
      const messages = same ? state.messages : EMPTY_FEED.messages;
      return { ...state, hello: news.hello, opened: state.opened + 1, messages, boardsToReplace: true };
    }
    case "stats":
      return {
        ...state,
        stats: news.stats,
        statsHistory: withPoint(state.statsHistory, news.stats, news.atMs),
      };
    case "subscribers":
      return { ...state, subscribers: news.items, messages: ofThose(state, news.items) };
    case "messages":
      return { ...state, messages: withMessages(state.messages, news.items, news.skipped) };
    case "stored":
      return { ...state, messages: withStored(state.messages, news.subscriber, news.items) };
    case "boards":
      return withBoards(state, news);
    case "changes":
      return withChanges(state, news.items, news.skipped);
    case "recipients":
      return {
        ...state,
        recipientEvents: [...state.recipientEvents, ...news.items].slice(-RECIPIENT_EVENTS),
        recipientEventsSeen: state.recipientEventsSeen + news.items.length + news.skipped,
      };
    case "findings":
      return { ...state, findings: news.items };
    case "dropped":
      // What was dropped may have been changes: they count as missed.
      return { ...state, dropped: state.dropped + news.count, gaps: state.gaps + 1 };
    case "gap":
      return { ...state, gaps: state.gaps + 1 };
  }
}

function withPoint(history: readonly StatsPoint[], stats: Stats, atMs: number): StatsPoint[] {
  const kept = history.filter((point) => point.atMs > atMs - HISTORY_MS);
  kept.push(toPoint(stats, atMs));
  return kept;
}

/** The rings of those that are still there. One that counts from the beginning again is another of the same name. */
function ofThose(state: FeedState, subscribers: readonly Subscriber[]): FeedState["messages"] {
  const before = new Map(state.subscribers?.map(({ name, received }) => [name, received]));
  const same = subscribers.filter(({ name, received }) => received >= (before.get(name) ?? 0));
  const names = new Set(same.map(({ name }) => name));
  const gone = [...state.messages.keys()].some((name) => !names.has(name));
  return gone ? new Map([...state.messages].filter(([name]) => names.has(name))) : state.messages;
}

function withMessages(
  messages: FeedState["messages"],
  items: readonly Received[],
  skipped: Readonly<Record<string, number>>,
): FeedState["messages"] {
  const rings = new Map(messages);
  for (const name of new Set([...items.map(({ subscriber }) => subscriber), ...Object.keys(skipped)])) {
    const ring = rings.get(name) ?? NO_RING;
    const came = items.filter(({ subscriber }) => subscriber === name);
    const left = skipped[name] ?? 0;
    rings.set(name, {
      items: merged(ring.items, came),
      seen: ring.seen + came.length + left,
      skipped: ring.skipped + left,
    });
  }
  return rings;
}

function withStored(
  messages: FeedState["messages"],
  name: string,
  items: readonly HubMessage[],
): FeedState["messages"] {
  const ring = messages.get(name) ?? NO_RING;
  return new Map(messages).set(name, { ...ring, items: merged(ring.items, items) });
}

/** One of each, the newest last. A subscriber that was removed and added again counts from 1 anew: time goes first. */
function merged(some: readonly HubMessage[], more: readonly HubMessage[]): HubMessage[] {
  const byName = new Map(
    [...some, ...more].map((message) => [`${message.receivedAtMs} ${message.seq}`, message]),
  );
  return [...byName.values()].sort((a, b) => a.receivedAtMs - b.receivedAtMs || a.seq - b.seq).slice(-RING);
}

/** The first event after a hello holds all boards, later ones what has changed. A board never goes back. */
function withBoards(state: FeedState, news: Extract<LiveEvent, { type: "boards" }>): FeedState {
  const boards = new Map(state.boardsToReplace ? undefined : state.boards);
  for (const board of news.items) {
    if ((boards.get(board.board)?.revision ?? -1) < board.revision) boards.set(board.board, board);
  }
  for (const name of news.removed) boards.delete(name);
  const newest = [...boards.values()].sort((a, b) => b.revision - a.revision).slice(0, BOARDS);
  return { ...state, boards: new Map(newest.map((board) => [board.board, board])), boardsToReplace: false };
}

function withChanges(state: FeedState, items: readonly Change[], skipped: number): FeedState {
  return {
    ...state,
    changes: [...state.changes, ...items].slice(-CHANGES),
    changesSeen: state.changesSeen + items.length + skipped,
    gaps: state.gaps + (skipped > 0 ? 1 : 0),
  };
}
