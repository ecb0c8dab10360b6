import { Bell } from "../bell.ts";
import type { Listening } from "../listening.ts";
import { LiveBuffer, type LiveListener } from "./live-buffer.ts";

export type HistoryPage<Item, Position> = {
  /** Oldest first. */
  items: readonly Item[];
  /** From where to go on: behind the last item, and behind what was passed over. */
  position: Position;
  /** Whether there may be more behind it. */
  more: boolean;
};

export type HistoryThenLiveOptions<Item, Position> = {
  /** Where the reader stands: behind the last item that is known already. */
  from: Position;
  /** What is stored behind a position; undefined when that cannot be read now and is to be tried again. */
  readHistory: (after: Position) => Promise<HistoryPage<Item, Position> | undefined>;
  /** Tells in order what happens from now on. What it tells must be stored already. */
  subscribe: (listener: LiveListener<Item>) => Listening;
  positionOf: (item: Item) => Position;
  isAfter: (a: Position, b: Position) => boolean;
  /** Ends it, also while it waits. */
  signal?: AbortSignal;
};

const PAUSE_AFTER_TROUBLE_MS = 500;

/**
 * What is stored, then what happens, none missed and none twice: it subscribes first, then reads what is stored, and
 * passes over what both tell. It holds a bounded number of items: a consumer that was too slow for them is given what
 * is stored from where it stands, and so is one that may have missed something. Ends by `signal`, or when the consumer
 * stops.
 */
export async function* historyThenLive<Item, Position>(
  options: HistoryThenLiveOptions<Item, Position>,
): AsyncGenerator<readonly Item[], void, void> {
  const { readHistory, positionOf, isAfter, signal } = options;
  const bell = new Bell();
  const live = new LiveBuffer<Item>(() => bell.ring());
  const ring = () => bell.ring();
  const ended = () => signal?.aborted === true;
  signal?.addEventListener("abort", ring);
  const listening = options.subscribe(live);
  let [position, subscribed] = [options.from, false];
  void listening.ready.then(() => {
    subscribed = true;
    bell.ring();
  });
  try {
    while (!subscribed && !ended()) await bell.rung();
    while (!ended()) {
      if (live.behind) {
        live.catchUp();
        const page = await readHistory(position);
        if (page === undefined || page.more) live.onMissed();
        if (page !== undefined) {
          position = page.position;
          if (page.items.length > 0) yield page.items;
        } else if (!ended()) await bell.rung(PAUSE_AFTER_TROUBLE_MS);
      } else if (live.length > 0) {
        const items: Item[] = [];
        for (const item of live.take()) {
          if (!isAfter(positionOf(item), position)) continue;
          position = positionOf(item);
          items.push(item);
        }
        if (items.length > 0) yield items;
      } else await bell.rung();
    }
  } finally {
    signal?.removeEventListener("abort", ring);
    listening.close();
  }
}
