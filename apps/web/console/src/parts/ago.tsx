import { agoWords } from "./ago-words.ts";
import { momentWords } from "./times.ts";
import { useNow } from "./use-now.ts";

/** A moment as "3 min ago" or "in 2 h", kept current; the exact time on hover. */
export function Ago({ ms }: { ms: number }) {
  const nowMs = useNow();
  return (
    <time dateTime={new Date(ms).toISOString()} title={momentWords(ms, nowMs)}>
      {agoWords(ms, nowMs)}
    </time>
  );
}
