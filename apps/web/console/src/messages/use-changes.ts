import { useCallback, useEffect, useRef } from "react";
import type { Answer } from "../api/call.ts";
import { useFeed } from "../feed/index.ts";
import type { PagedList } from "../paging/use-pages.ts";
import { useReading } from "../paging/use-reading.ts";
import { readMessage } from "./calls.ts";
import { type Message, withChange } from "./message.ts";
import { isEnd } from "./states.ts";

/** Messages that are read one by one, at a time. */
const ONE_BY_ONE = 100;

/** Another text whenever a list of messages may have changed. */
export function useNews(): string {
  return useFeed(({ changesSeen, gaps, opened }) => `${changesSeen} ${gaps} ${opened}`);
}

/** Hands what the feed tells of messages to those that are shown, on whatever page they are. */
export function useChanges(changeEach: (change: (message: Message) => Message) => void): void {
  const changes = useFeed((feed) => feed.changes);
  useEffect(() => {
    const last = new Map(changes.map((change) => [change.id, change]));
    if (last.size > 0) changeEach((message) => withChange(message, last.get(message.id)));
  }, [changes, changeEach]);
}

/** A dead letter that was removed for good; each is another object. */
export type Discarded = { id: string };

/** Takes what was removed for good away at once: no change tells of it. */
export function useDiscarded(
  discarded: Discarded | undefined,
  changeEach: PagedList<Message>["changeEach"],
): void {
  useEffect(() => {
    if (discarded !== undefined) {
      changeEach((message) => (message.id === discarded.id ? undefined : message));
    }
  }, [discarded, changeEach]);
}

/**
 * Where the feed told of fewer changes than there were, what is shown and not over is read again: one by one, because
 * the first page may not hold it any more.
 */
export function useMissedChanges({ pages, changeEach }: PagedList<Message>): void {
  const news = useFeed(({ gaps, opened }) => `${gaps} ${opened}`);
  const latest = useRef(pages);
  latest.current = pages;

  const read = useCallback((): Promise<Answer<Message>[]> => {
    const { items = [], longer, newer } = latest.current;
    // Else all that is shown is the first page, which is read as a whole.
    const some = longer || newer !== undefined ? items.filter(({ state }) => !isEnd(state)) : [];
    return Promise.all(some.slice(0, ONE_BY_ONE).map(({ id }) => readMessage(id)));
  }, []);

  const take = useCallback(
    (answers: readonly Answer<Message>[]): void => {
      const known = new Map(
        answers.flatMap((answer) => (answer.ok ? [[answer.value.id, answer.value]] : [])),
      );
      if (known.size > 0) changeEach((message) => newest(message, known.get(message.id)));
    },
    [changeEach],
  );
  useReading(read, take, { news, failed: false });
}

function newest(shown: Message, read: Message | undefined): Message {
  return read !== undefined && read.revision >= shown.revision ? read : shown;
}
