import { useFeed } from "../feed/index.ts";
import { Ago } from "./ago.tsx";
import { useNow } from "./use-now.ts";

/** Figures come every second; after so long without any, those shown are of the past. */
const STALE_AFTER_MS = 5_000;

/** Of when the figures are, where that is no longer now. */
export function AsOf() {
  const lastMs = useFeed((state) => state.statsHistory.at(-1)?.atMs);
  const nowMs = useNow();
  if (lastMs === undefined || nowMs - lastMs < STALE_AFTER_MS) return null;
  return (
    <p role="status" className="text-sm text-warn-ink">
      No new figures: these are the last known, of <Ago ms={lastMs} />.
    </p>
  );
}
