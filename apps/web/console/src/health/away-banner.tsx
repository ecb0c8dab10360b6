import { momentWords } from "../parts/times.ts";
import { type Away, awayOf } from "./health-words.ts";
import { StatusDot } from "./status-dot.tsx";
import type { HealthState } from "./use-health.ts";

/** Floats above the page while web or Redis is away, so that nothing moves when they fall silent or come back. */
export function AwayBanner({ health }: { health: HealthState }) {
  const away = awayOf(health);
  return (
    <div
      role="alert"
      className="pointer-events-none fixed inset-x-0 bottom-18 z-10 flex justify-center px-4 lg:bottom-4"
    >
      {away !== undefined && <Words away={away} />}
    </div>
  );
}

function Words({ away }: { away: Away }) {
  return (
    <p className="pointer-events-auto flex max-w-lg items-baseline gap-3 rounded-xl border border-fail/40 bg-card px-4 py-3 text-sm shadow-xl">
      <StatusDot mood="fail" />
      <span>
        <strong className="font-semibold">{away.who}</strong>
        {away.sinceMs !== undefined && <> since {momentWords(away.sinceMs, Date.now())}</>}. {away.words}
      </span>
    </p>
  );
}
