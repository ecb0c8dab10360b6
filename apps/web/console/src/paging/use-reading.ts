import { useCallback, useEffect, useRef } from "react";
import { useFeed } from "../feed/index.ts";
import { useVisible } from "../phone/use-visible.ts";
import { Refresher } from "./refresher.ts";

/** How often is read while nobody tells when to. */
const UNTOLD_MS = 5_000;

/**
 * Keeps what `read` reads current while the page is on a screen: reads at once, soon after `news` changed, and every 5 s
 * while the feed is away or the last reading `failed`. `read` must not reject. What was begun with an earlier `read` is
 * not told.
 * @returns asks for one more reading
 */
export function useReading<Result>(
  read: () => Promise<Result>,
  tell: (result: Result) => void,
  { news, failed }: { news: string; failed: boolean },
): () => void {
  const visible = useVisible();
  const untold = useFeed((state) => state.connection !== "live") || failed;
  const refresher = useRef<Refresher<Result>>(undefined);
  const known = useRef(news);

  useEffect(() => {
    if (!visible) return;
    const own = new Refresher(read, tell);
    refresher.current = own;
    own.ask();
    return () => own.stop();
  }, [read, tell, visible]);

  useEffect(() => {
    if (known.current === news) return;
    known.current = news;
    refresher.current?.ask();
  }, [news]);

  useEffect(() => {
    if (!untold) return;
    const timer = setInterval(() => refresher.current?.ask(), UNTOLD_MS);
    return () => clearInterval(timer);
  }, [untold]);

  return useCallback(() => refresher.current?.ask(), []);
}
