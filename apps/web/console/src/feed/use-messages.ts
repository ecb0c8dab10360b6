import { useEffect } from "react";
import { callInSession } from "../api/call.ts";
import { fieldsOf, parsedItems } from "../api/read.ts";
import { NO_RING } from "./feed-state.ts";
import type { MessageRing } from "./types.ts";
import { feed, useFeed } from "./use-feed.ts";
import { parseHubMessage } from "./wire.ts";

/** What one subscriber received: what web has kept of before this page, and what comes. Read again after each break. */
export function useMessages(subscriber: string): MessageRing {
  const opened = useFeed((state) => state.opened);
  useEffect(() => {
    if (opened === 0) return;
    let over = false;
    const load = async (): Promise<void> => {
      const path = `/subscribers/${encodeURIComponent(subscriber)}/messages`;
      const answer = await callInSession("GET", path);
      if (answer.ok && !over)
        feed.addStored(subscriber, parsedItems(fieldsOf(answer.value).items, parseHubMessage));
    };
    void load();
    return () => {
      over = true;
    };
  }, [subscriber, opened]);
  return useFeed((state) => state.messages.get(subscriber) ?? NO_RING);
}
