import { momentWords } from "../parts/times.ts";
import { StatusDot } from "./status-dot.tsx";
import type { HealthState } from "./use-health.ts";

/** Floats above the page, so that nothing moves when web falls silent or comes back. */
export function SilentBanner({ health }: { health: HealthState }) {
  return (
    <div role="alert" className="pointer-events-none fixed inset-x-0 bottom-4 z-10 flex justify-center px-4">
      {health.web === "silent" && (
        <p className="pointer-events-auto flex max-w-lg items-baseline gap-3 rounded-xl border border-fail/40 bg-card px-4 py-3 text-sm shadow-xl">
          <StatusDot mood="fail" />
          <span>
            <strong className="font-semibold">Web does not answer</strong> since{" "}
            {momentWords(health.sinceMs, Date.now())}. This page stays up and goes on by itself when web is
            back.
          </span>
        </p>
      )}
    </div>
  );
}
