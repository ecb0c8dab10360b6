import { expect, it } from "vitest";
import { EMPTY_FEED, type FeedNews, withNews } from "../../src/feed/feed-state.ts";
import { parseLiveEvent } from "../../src/feed/live-event.ts";
import type { FeedState } from "../../src/feed/types.ts";

const AT_MS = Date.parse("2026-11-21T10:00:00.000Z");

/** As it comes over the wire. */
function event(type: string, data: unknown, nowMs = AT_MS): FeedNews {
  const parsed = parseLiveEvent(type, JSON.stringify(data), nowMs);
  if (parsed === undefined) throw new Error(`${type} was not read`);
  return parsed;
}

const after = (...news: FeedNews[]): FeedState => news.reduce(withNews, EMPTY_FEED);
const hello = (instance: string) => event("hello", { instance });
const message = (subscriber: string, seq: number, atMs = AT_MS + seq) => ({
  subscriber,
  seq,
  channel: "orders:new",
  pattern: null,
  received_at: new Date(atMs).toISOString(),
  bytes: 2,
  encoding: "json",
  payload: {},
  cut: false,
});
const messages = (items: unknown[], skipped = {}) => event("messages", { items, skipped });
const seqs = (state: FeedState, name: string) => state.messages.get(name)?.items.map(({ seq }) => seq);
const board = (name: string, revision: number) => ({ board: name, value: revision, revision });

it("keeps the newest 50 messages of each subscriber, and counts all of them, the skipped too", () => {
  const many = Array.from({ length: 60 }, (_, index) => message("a", index + 1));
  const state = after(messages([...many, message("b", 1)], { a: 9, c: 4 }));
  expect(seqs(state, "a")).toEqual(Array.from({ length: 50 }, (_, index) => index + 11));
  expect(state.messages.get("a")).toMatchObject({ seen: 69, skipped: 9 });
  expect(state.messages.get("b")).toMatchObject({ seen: 1, skipped: 0 });
  expect(state.messages.get("c")).toMatchObject({ items: [], seen: 4, skipped: 4 });
});

it("shows a message once that was stored and came live as well", () => {
  const stored = [message("a", 1), message("a", 2)];
  const items = after(messages(stored)).messages.get("a")?.items ?? [];
  const state = after(messages([message("a", 2), message("a", 3)]), {
    type: "stored",
    subscriber: "a",
    items,
  });
  expect(seqs(state, "a")).toEqual([1, 2, 3]);
});

it("puts a subscriber that counts from 1 anew behind what it received before", () => {
  const state = after(
    messages([message("a", 8), message("a", 9)]),
    messages([message("a", 1, AT_MS + 5_000)]),
  );
  expect(seqs(state, "a")).toEqual([8, 9, 1]);
});

it("forgets the messages of a subscriber that counts from the beginning again, and of no other", () => {
  const subscribers = (received: number) =>
    event("subscribers", {
      items: [
        { name: "a", channels: ["orders:new"], state: "subscribed", received },
        { name: "b", channels: ["orders:new"], state: "subscribed", received: 3 },
      ],
    });
  const state = after(subscribers(9), messages([message("a", 9), message("b", 3)]), subscribers(0));
  expect([seqs(state, "a"), seqs(state, "b")]).toEqual([undefined, [3]]);
});

it("forgets the messages of a subscriber that was removed", () => {
  const state = after(
    messages([message("a", 1), message("b", 1)]),
    event("subscribers", { items: [{ name: "b", channels: ["orders:new"], state: "subscribed" }] }),
  );
  expect([...state.messages.keys()]).toEqual(["b"]);
  expect(state.subscribers?.[0]).toMatchObject({ name: "b", patterns: [], state: "subscribed", received: 0 });
});

it("forgets all messages when another web process answers, and keeps them when it is the same", () => {
  const before = after(hello("web-1"), messages([message("a", 1)]));
  expect(withNews(before, hello("web-1")).messages.size).toBe(1);
  expect(withNews(before, hello("web-2")).messages.size).toBe(0);
});

it("takes the boards after each hello as all there are, and later ones as changes", () => {
  const first = after(
    hello("web-1"),
    event("boards", { items: [board("a", 5), board("b", 6)], removed: [] }),
  );
  const changed = withNews(first, event("boards", { items: [board("a", 7)], removed: ["b"] }));
  expect([...(changed.boards?.values() ?? [])].map(({ revision }) => revision)).toEqual([7]);
  const again = [hello("web-1"), event("boards", { items: [board("c", 1)], removed: [] })].reduce(
    withNews,
    first,
  );
  expect([...(again.boards?.keys() ?? [])]).toEqual(["c"]);
});

it("never lets a board go back", () => {
  const state = after(
    event("boards", { items: [board("a", 9)], removed: [] }),
    event("boards", { items: [board("a", 8)], removed: [] }),
  );
  expect(state.boards?.get("a")?.revision).toBe(9);
});

it("keeps the last 200 changes, counts all, and tells of those that were skipped", () => {
  const items = Array.from({ length: 50 }, (_, index) => ({ id: `n${index}`, user_id: 42, state: "sent" }));
  const state = after(...Array.from({ length: 6 }, () => event("changes", { items, skipped: 0 })));
  expect(state).toMatchObject({ changesSeen: 300, gaps: 0 });
  expect(state.changes).toHaveLength(200);
  expect(withNews(state, event("changes", { items: [], skipped: 7 }))).toMatchObject({
    changesSeen: 307,
    gaps: 1,
  });
});

it("tells of a gap, and of what web dropped for this page", () => {
  const state = after(event("gap", {}), event("dropped", { count: 12 }), event("dropped", { count: 3 }));
  expect(state).toMatchObject({ gaps: 3, dropped: 15 });
});

it("keeps ten minutes of figures, without what is long", () => {
  const stats = (second: number) =>
    event("stats", { published: second, states: { sent: 3 }, channels: { a: {} } }, AT_MS + second * 1_000);
  const state = after(...Array.from({ length: 700 }, (_, second) => stats(second)));
  expect(state.statsHistory).toHaveLength(600);
  expect(state.statsHistory.at(-1)).toMatchObject({ published: 699, states: { sent: 3 } });
  expect(state.statsHistory.at(-1)).not.toHaveProperty("channels");
  expect(state.stats?.channels.get("a")).toMatchObject({ published: 0 });
});

it("leaves alone the parts that a piece of news does not touch", () => {
  const before = after(hello("web-1"), messages([message("a", 1), message("b", 1)]));
  const later = withNews(before, messages([message("a", 2)]));
  expect(later.messages.get("b")).toBe(before.messages.get("b"));
  expect(later.changes).toBe(before.changes);
});

it("keeps the last hundred events of people, and counts all of them exactly", () => {
  const told = (text: string) => ({
    event: "replied",
    user_id: 42,
    chat_id: 42,
    text,
    at: "2026-11-21T10:00:00.000Z",
  });
  const items = Array.from({ length: 60 }, (_, index) => told(`n${index}`));
  const first = event("recipients", {
    items: [{ event: "linked", user_id: "shop-7" }, { user_id: 7 }],
    skipped: 0,
  });
  const more = event("recipients", { items, skipped: 3 });
  const state = after(first, more, more);
  expect(state.recipientEventsSeen).toBe(127);
  expect(state.recipientEvents).toHaveLength(100);
  expect(state.recipientEvents.at(-1)).toMatchObject({ userId: "42", chatId: "42", text: "n59" });
});
