import type { Problem } from "../api/problem.ts";
import { removeSubscriber } from "../api/subscribers.ts";
import { type Subscriber, useMessages } from "../feed/index.ts";
import type { Mood } from "../health/health-words.ts";
import { StatusDot } from "../health/status-dot.tsx";
import { Ago } from "../parts/ago.tsx";
import { Button } from "../parts/button.tsx";
import { ConfirmButton } from "../parts/confirm-button.tsx";
import type { Guard } from "./guard.ts";
import { PauseIcon, RemoveIcon, ResumeIcon } from "./icons.tsx";
import { PanelMessages } from "./panel-messages.tsx";
import { usePause } from "./use-pause.ts";

type Props = { subscriber: Subscriber; readOnly: boolean; guard: Guard };

/** One named subscriber: what it listens on, how it is, and what came to it, the newest first. */
export function SubscriberPanel({ subscriber, readOnly, guard }: Props) {
  const { name } = subscriber;
  const pause = usePause(useMessages(name));

  const remove = async (): Promise<Problem | undefined> => {
    const answer = await guard(removeSubscriber(name));
    // Somebody else may have removed it meanwhile.
    return answer.ok || answer.problem.status === 404 ? undefined : answer.problem;
  };

  return (
    <section
      aria-label={`Subscriber ${name}`}
      className="flex h-[23rem] min-w-0 flex-col overflow-hidden rounded-xl border border-line bg-card shadow-lift"
    >
      <header className="border-line border-b px-4 pt-3.5 pb-3">
        <div className="flex items-center justify-between gap-3">
          <h3 className="min-w-0 truncate font-semibold text-sm" title={name}>
            {name}
          </h3>
          <div className="flex shrink-0 gap-2">
            <Button
              look="quiet"
              label={`${pause.paused ? "Resume" : "Pause"} ${name}`}
              onClick={pause.toggle}
            >
              {pause.paused ? <ResumeIcon /> : <PauseIcon />}
              {pause.paused ? "Resume" : "Pause"}
            </Button>
            <ConfirmButton
              label={`Remove ${name}`}
              title={`Remove ${name}?`}
              words="It stops listening, and what it received is forgotten. Nobody else is touched."
              verb="Remove"
              disabled={readOnly}
              run={remove}
            >
              <RemoveIcon />
            </ConfirmButton>
          </div>
        </div>
        <Targets subscriber={subscriber} />
        <Figures subscriber={subscriber} />
      </header>
      <PanelMessages pause={pause} subscriber={subscriber} />
    </section>
  );
}

function Targets({ subscriber: { channels, patterns } }: { subscriber: Subscriber }) {
  return (
    <ul
      aria-label="Its channels and patterns"
      className="mt-2 flex max-h-16 flex-wrap gap-1.5 overflow-y-auto"
    >
      {channels.map((channel) => (
        <li key={`c ${channel}`} className={TARGET}>
          {channel}
        </li>
      ))}
      {patterns.map((pattern) => (
        <li key={`p ${pattern}`} className={`${TARGET} text-accent`}>
          <span className="mr-1 font-sans">pattern</span>
          {pattern}
        </li>
      ))}
    </ul>
  );
}

const TARGET = "max-w-full truncate rounded-md bg-sunken px-1.5 py-0.5 font-mono text-xs";

const MOODS: Record<Subscriber["state"], Mood> = {
  subscribed: "ok",
  subscribing: "unknown",
  reconnecting: "warn",
};

function Figures({ subscriber }: { subscriber: Subscriber }) {
  const { state, received, dropped, failed, lastMessageAtMs } = subscriber;
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-muted text-xs tabular-nums">
      <span className="inline-flex items-center gap-1.5">
        <StatusDot mood={MOODS[state]} />
        {state}
      </span>
      <span>{received.toLocaleString("en")} received</span>
      {dropped > 0 && <span className="text-warn-ink">{dropped.toLocaleString("en")} dropped</span>}
      {failed > 0 && <span className="text-fail-ink">{failed.toLocaleString("en")} failed</span>}
      {lastMessageAtMs !== undefined && (
        <span>
          last <Ago ms={lastMessageAtMs} />
        </span>
      )}
    </p>
  );
}
