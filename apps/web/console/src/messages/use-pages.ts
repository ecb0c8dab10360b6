import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import type { Answer } from "../api/call.ts";
import type { Problem } from "../api/problem.ts";
import { type Listed, NO_PAGES, type Page, type Pages, type PagesNews, withPagesNews } from "./pages.ts";
import { useReading } from "./use-reading.ts";

export type PagedList<Item> = {
  pages: Pages<Item>;
  /** Of the last reading that failed. */
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

  const take = useCallback((answer: Answer<Page<Item>>, use: (page: Page<Item>) => PagesNews<Item>): void => {
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) tell(use(answer.value));
    else if (answer.problem.status === 401) latest.current.onUnauthorized();
  }, []);

  const takeFirst = useCallback(
    (answer: Answer<Page<Item>>) =>
      take(answer, (page) => ({ type: "first", page, held: latest.current.isHeld() })),
    [take],
  );
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
    if (latest.current.read === read) take(answer, (page) => ({ type: "older", page }));
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
