import { useEffect, useState } from "react";
import { callInSession } from "../api/call.ts";
import { type Stats, useFeed } from "../feed/index.ts";
import { parseStats } from "../feed/stats.ts";

const ASK_EVERY_MS = 5_000;

/** What is counted: as the feed tells, every second; asked for every 5 s while it is away. */
export function useCounts(): Stats | undefined {
  const told = useFeed((state) => state.stats);
  const isLive = useFeed((state) => state.connection === "live");
  const [asked, setAsked] = useState<Stats>();

  useEffect(() => {
    if (isLive) return;
    let over = false;
    const ask = async (): Promise<void> => {
      const answer = await callInSession("GET", "/stats");
      if (answer.ok && !over) setAsked(parseStats(answer.value));
    };
    void ask();
    const timer = setInterval(() => void ask(), ASK_EVERY_MS);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [isLive]);

  return isLive ? told : (asked ?? told);
}
