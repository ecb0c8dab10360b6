import { useState } from "react";
import type { Problem } from "../api/problem.ts";
import { resetHub } from "../api/subscribers.ts";
import { useFeed } from "../feed/index.ts";
import { Button } from "../parts/button.tsx";
import { ConfirmButton } from "../parts/confirm-button.tsx";
import { AddSubscriber } from "./add-subscriber.tsx";
import type { Guard } from "./guard.ts";
import { SubscriberPanel } from "./subscriber-panel.tsx";

/** Each panel reads what web has kept for it: not all of a thousand at once. */
const MORE = 12;

type Props = { readOnly: boolean; guard: Guard };

/** The subscribers of this web process, the newest first. */
export function Subscribers({ readOnly, guard }: Props) {
  const subscribers = useFeed((state) => state.subscribers);
  const [most, setMost] = useState(MORE);
  const [adding, setAdding] = useState(false);
  const hidden = Math.max(0, (subscribers?.length ?? 0) - most);

  const reset = async (): Promise<Problem | undefined> => {
    const answer = await guard(resetHub());
    return answer.ok ? undefined : answer.problem;
  };

  return (
    <section aria-labelledby="subscribers-title">
      <div className="mb-3 flex items-center justify-between gap-3">
        <h2 id="subscribers-title" className="font-semibold text-base tracking-tight">
          Subscribers{" "}
          {subscribers !== undefined && (
            <span className="font-normal text-muted tabular-nums">{subscribers.length}</span>
          )}
        </h2>
        <div className="flex gap-2">
          {!adding && (
            <Button look="quiet" busy={readOnly} onClick={() => setAdding(true)}>
              Add a subscriber
            </Button>
          )}
          <ConfirmButton
            title="Reset the subscribers?"
            words="All subscribers of this web process go, its pub/sub figures begin at zero, and the three that it starts with are added again. Notifications and boards are not touched."
            verb="Reset"
            disabled={readOnly}
            run={reset}
          >
            Reset
          </ConfirmButton>
        </div>
      </div>
      {adding && (
        <div className="mb-4">
          <AddSubscriber guard={guard} onDone={() => setAdding(false)} />
        </div>
      )}
      {subscribers === undefined && <Empty words="Asking web who listens…" />}
      {subscribers?.length === 0 && (
        <Empty words="Nobody listens. Add a subscriber by a name and a channel, or press Reset for the three that web starts with." />
      )}
      <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,17rem),1fr))] gap-4">
        {subscribers
          ?.toReversed()
          .slice(0, most)
          .map((subscriber) => (
            <SubscriberPanel
              key={subscriber.name}
              subscriber={subscriber}
              readOnly={readOnly}
              guard={guard}
            />
          ))}
      </div>
      {hidden > 0 && (
        <p className="mt-4 flex items-center gap-3 text-muted text-sm">
          {hidden} more.
          <Button look="quiet" onClick={() => setMost(most + MORE)}>
            Show {Math.min(hidden, MORE)}
          </Button>
        </p>
      )}
    </section>
  );
}

function Empty({ words }: { words: string }) {
  return (
    <p className="rounded-xl border border-line-strong border-dashed px-5 py-8 text-center text-muted text-sm">
      {words}
    </p>
  );
}
