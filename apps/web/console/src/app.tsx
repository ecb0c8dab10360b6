import { useState } from "react";
import { Header } from "./header.tsx";
import { HealthCard } from "./health/health-card.tsx";
import { SilentBanner } from "./health/silent-banner.tsx";
import { useHealth } from "./health/use-health.ts";
import { PhonePane } from "./phone/phone-pane.tsx";
import { type Draft, readUserId } from "./publish/draft.ts";
import { PublishCard } from "./publish/publish-card.tsx";
import { SameCard } from "./publish/same-card.tsx";
import { KeyCard } from "./session/key-card.tsx";
import { useSession } from "./session/use-session.ts";

/** In the sandbox the first press of Publish works; the real Telegram gets no example sent to a stranger. */
const EXAMPLE: Draft = { userId: "42", message: "Your order is on its way." };
const EMPTY: Draft = { userId: "", message: "" };

/** The first page: publish, see it arrive, see how everything is. */
export function App() {
  const health = useHealth();
  const session = useSession();
  const [typed, setTyped] = useState<Draft>();
  const draft = typed ?? (health.report?.sandbox === true ? EXAMPLE : EMPTY);
  const { state } = session;

  return (
    <div className="mx-auto max-w-6xl px-4 py-6 sm:px-6 lg:py-8">
      <Header health={health} />
      <main className="mt-6 grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:mt-8 lg:grid-cols-[minmax(0,1fr)_23rem] lg:gap-x-10">
        <div className="lg:col-start-1 lg:row-start-1">
          {state.name === "locked" ? (
            <KeyCard unlock={session.unlock} problem={state.problem} />
          ) : (
            <PublishCard draft={draft} onChange={setTyped} onUnauthorized={session.expired} />
          )}
        </div>
        <div className="self-stretch lg:col-start-2 lg:row-span-3 lg:row-start-1">
          <PhonePane
            userId={readUserId(draft.userId)}
            health={health}
            locked={state.name === "locked"}
            onUnauthorized={session.expired}
          />
        </div>
        <div id="health" className="scroll-mt-6 lg:col-start-1">
          <HealthCard health={health} />
        </div>
        <div className="lg:col-start-1">
          <SameCard draft={draft} withKey={state.name === "open" && state.withKey} />
        </div>
      </main>
      <SilentBanner health={health} />
    </div>
  );
}
