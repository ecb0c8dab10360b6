import { Suspense } from "react";
import { useAttended } from "./feed/use-attended.ts";
import { useFeedConnection } from "./feed/use-feed.ts";
import { AwayBanner } from "./health/away-banner.tsx";
import { HealthCard } from "./health/health-card.tsx";
import { useHealth } from "./health/use-health.ts";
import { KeyCard } from "./session/key-card.tsx";
import { useSession } from "./session/use-session.ts";
import { useRoute } from "./shell/route.ts";
import { Shell } from "./shell/shell.tsx";
import { useTitle } from "./shell/use-title.ts";
import { ViewBoundary } from "./shell/view-boundary.tsx";
import { viewOf } from "./shell/views.ts";

/** The page: one view at a time, and around it what all views share. */
export function App() {
  const health = useHealth();
  const session = useSession();
  const view = viewOf(useRoute().view);
  const { state } = session;
  useFeedConnection(useAttended() && state.name === "open", session.expired);
  useTitle(view.title);

  return (
    <Shell health={health} view={view}>
      {state.name === "locked" ? (
        <div className="flex flex-col gap-6">
          <KeyCard unlock={session.unlock} problem={state.problem} />
          <HealthCard health={health} />
        </div>
      ) : (
        <ViewBoundary key={view.id}>
          <Suspense fallback={<div aria-busy="true" className="min-h-dvh" />}>
            <view.Component health={health} session={session} />
          </Suspense>
        </ViewBoundary>
      )}
      <AwayBanner health={health} />
    </Shell>
  );
}
