import { useFeed } from "../feed/index.ts";
import { type Mood, summaryOf } from "../health/health-words.ts";
import { StatusDot } from "../health/status-dot.tsx";
import type { HealthState } from "../health/use-health.ts";
import { hashOf } from "./route.ts";

const EDGES: Record<Mood, string> = {
  ok: "border-line",
  warn: "border-warn",
  fail: "border-fail",
  unknown: "border-line",
};

/** How the whole is in three words, and what else holds for every view. */
export function StateLine({ health }: { health: HealthState }) {
  const summary = summaryOf(health);
  const readOnly = useFeed((state) => state.hello?.readOnly === true);
  const connection = useFeed((state) => state.connection);
  const dropped = useFeed((state) => state.dropped);
  return (
    <div className="ml-auto flex min-w-0 items-center gap-2">
      {readOnly && (
        <span
          title="CONSOLE_READ_ONLY is set: from this page nothing may be changed."
          className="shrink-0 rounded-full border border-line-strong px-2.5 py-1 text-muted text-xs"
        >
          Read only
        </span>
      )}
      {connection === "away" && health.web === "up" && (
        <span className="hidden text-muted text-xs sm:inline">Live figures: connecting again…</span>
      )}
      {dropped > 0 && (
        <span
          title="Web dropped them for this page alone, because it did not take them in time. What is shown was told anew since; counts are exact."
          className="shrink-0 text-warn-ink text-xs"
        >
          {dropped.toLocaleString("en")} dropped
        </span>
      )}
      <a
        href={hashOf("findings")}
        className={`inline-flex min-w-0 items-center gap-2 rounded-full border bg-card px-3 py-1.5 text-sm pointer-coarse:h-11 ${EDGES[summary.mood]}`}
      >
        <StatusDot mood={summary.mood} />
        <span role="status" className="truncate">
          {summary.words}
        </span>
      </a>
    </div>
  );
}
