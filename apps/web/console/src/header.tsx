import { type Mood, summaryOf } from "./health/health-words.ts";
import { StatusDot } from "./health/status-dot.tsx";
import type { HealthState } from "./health/use-health.ts";
import { BellMark } from "./parts/icons.tsx";

const EDGES: Record<Mood, string> = {
  ok: "border-line",
  warn: "border-warn",
  fail: "border-fail",
  unknown: "border-line",
};

/** The name, what it is in one sentence, and how it is in three words. */
export function Header({ health }: { health: HealthState }) {
  const summary = summaryOf(health);
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-3">
      <BellMark size={40} />
      <div className="min-w-0 flex-1 basis-64">
        <h1 className="font-semibold text-xl tracking-tight">Bellwire</h1>
        <p className="text-muted text-sm">
          Carries a notification from your web app to a person's Telegram: HTTP or plain Redis in, a chat
          message out.
        </p>
      </div>
      <a
        href="#health"
        className={`inline-flex items-center gap-2 rounded-full border bg-card px-3 py-1.5 text-sm ${EDGES[summary.mood]}`}
      >
        <StatusDot mood={summary.mood} />
        <span role="status">{summary.words}</span>
      </a>
    </header>
  );
}
