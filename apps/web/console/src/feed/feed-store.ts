import { EMPTY_FEED, type FeedNews, withNews } from "./feed-state.ts";
import { parseLiveEvent } from "./live-event.ts";
import { LiveStream } from "./live-stream.ts";
import type { FeedState, HubMessage } from "./types.ts";

/** Readers are told at most so often, however much comes. */
const TELL_EVERY_MS = 100;
/** So much news is worked in at once: a page in the background must not gather without end. */
const NEWS_MOST = 500;

/** What `GET /live` tells, as one state that is replaced and never changed. */
export class FeedStore {
  private state: FeedState = { ...EMPTY_FEED, sinceMs: Date.now() };
  private news: FeedNews[] = [];
  private readonly readers = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private toldAtMs = 0;
  private onUnauthorized: () => void = () => {};
  private readonly stream: LiveStream;

  constructor(path = "/live") {
    this.stream = new LiveStream({
      path,
      onOpen: () => this.tell({ type: "connection", connection: "live", atMs: Date.now() }),
      onBreak: () => this.tell({ type: "connection", connection: "away", atMs: Date.now() }),
      onUnauthorized: () => this.onUnauthorized(),
      onEvent: ({ type, data }) => {
        const event = parseLiveEvent(type, data, Date.now());
        if (event !== undefined) this.tell(event);
      },
    });
  }

  /** Follows web until `stop`. `onUnauthorized` is called when the session is over; the feed goes on trying. */
  start(onUnauthorized: () => void): void {
    this.onUnauthorized = onUnauthorized;
    this.stream.start();
  }

  /** What is known stays known. May be started again. */
  stop(): void {
    this.stream.close();
    this.tell({ type: "connection", connection: "opening", atMs: Date.now() });
  }

  /** Adds messages that were read by another call, each once. */
  addStored(subscriber: string, items: readonly HubMessage[]): void {
    this.tell({ type: "stored", subscriber, items });
  }

  readonly read = (): FeedState => this.state;

  readonly subscribe = (reader: () => void): (() => void) => {
    this.readers.add(reader);
    return () => this.readers.delete(reader);
  };

  private tell(news: FeedNews): void {
    this.news.push(news);
    const waitMs = Math.max(0, this.toldAtMs + TELL_EVERY_MS - Date.now());
    this.timer ??= setTimeout(() => this.flush(), waitMs);
    if (this.news.length >= NEWS_MOST) this.flush();
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.toldAtMs = Date.now();
    const news = this.news;
    this.news = [];
    this.state = news.reduce(withNews, this.state);
    for (const reader of this.readers) reader();
  }
}
