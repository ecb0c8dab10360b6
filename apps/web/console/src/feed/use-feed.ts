import { useEffect, useSyncExternalStore } from "react";
import { FeedStore } from "./feed-store.ts";
import type { FeedState } from "./types.ts";

/** One for the page: every view reads the same connection. */
export const feed = new FeedStore();

/**
 * Part of the feed's state, kept current. `selector` is to pick what is in the state, not to make something new of it:
 * whoever reads it renders again only when what it picked is another object.
 */
export function useFeed<T>(selector: (state: FeedState) => T): T {
  return useSyncExternalStore(feed.subscribe, () => selector(feed.read()));
}

/** Keeps the feed open while `wanted`. Used once, by the shell. */
export function useFeedConnection(wanted: boolean, onUnauthorized: () => void): void {
  useEffect(() => {
    if (!wanted) return;
    feed.start(onUnauthorized);
    return () => feed.stop();
  }, [wanted, onUnauthorized]);
}
