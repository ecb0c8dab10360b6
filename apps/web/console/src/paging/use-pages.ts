import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import type { Answer } from "../api/call.ts";
import type { Problem } from "../api/problem.ts";
import { type Listed, NO_PAGES, type Page, type Pages, withPagesNews } from "./pages.ts";
import { useReading } from "./use-reading.ts";

export type PagedList<Item> = {
  pages: Pages<Item>;
  /** Why the first page could not be read the last time. */
  problem: Problem | undefined;
  readOlder: () => void;
  isReadingOlder: boolean;
  showNewer: () => void;
  /** Reads the first page once more, soon. */
  refresh: () => void;
  /** Changes what is shown of each item; undefined takes it away. */
  changeEach: (change: (item: Item) => Item | undefined) => void;
};

type Options<Item> = {
  /** The same function as long as it asks for the same. */
  read: (cursor?: string) => Promise<Answer<Page<Item>>>;
  /** The first page is read again when this changes. */
  news: string;
  /** Whether the reader is at something in the list, so that nothing is to move. */
  isHeld: () => boolean;
  onUnauthorized: () => void;
};

/** A list that is read page by page, and its first page kept current without anything moving under the reader. */
export function usePages<Item extends Listed>(options: Options<Item>): PagedList<Item> {
  const { read, news } = options;
  const [pages, tell] = useReducer(withPagesNews<Item>, NO_PAGES as Pages<Item>);
  const [problem, setProblem] = useState<Problem>();
  const [isReadingOlder, setReadingOlder] = useState(false);
  const latest = useRef(options);
  latest.current = options;

  const takeFirst = useCallback((answer: Answer<Page<Item>>): void => {
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) tell({ type: "first", page: answer.value, held: latest.current.isHeld() });
    else if (answer.problem.status === 401) latest.current.onUnauthorized();
  }, []);
  const readFirst = useCallback(() => read(), [read]);
  const refresh = useReading(readFirst, takeFirst, { news, failed: problem !== undefined });

  useEffect(() => {
    if (latest.current.read === read) tell({ type: "asked_anew" });
  }, [read]);

  const readOlder = async (): Promise<void> => {
    if (pages.cursor === undefined || isReadingOlder) return;
    setReadingOlder(true);
    const answer = await read(pages.cursor);
    setReadingOlder(false);
    if (latest.current.read !== read) return;
    tell(
      answer.ok ? { type: "older", page: answer.value } : { type: "older_failed", problem: answer.problem },
    );
    if (!answer.ok && answer.problem.status === 401) latest.current.onUnauthorized();
  };

  return {
    pages,
    problem,
    readOlder: () => void readOlder(),
    isReadingOlder,
    showNewer: () => tell({ type: "show_newer" }),
    refresh,
    changeEach: useCallback((change) => tell({ type: "each", change }), []),
  };
}
