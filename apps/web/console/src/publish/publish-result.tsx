import type { Accepted } from "../api/notifications.ts";
import type { Problem } from "../api/problem.ts";
import { useFeed } from "../feed/index.ts";
import { Ago } from "../parts/ago.tsx";
import type { Copies } from "../parts/copies.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { CheckIcon } from "../parts/icons.tsx";
import { ProblemWords } from "../parts/problem-words.tsx";
import { ProgressBar } from "../parts/progress-bar.tsx";
import { hashOf } from "../shell/route.ts";

type Props = { copies: Copies<Accepted>; userId: string | undefined };

/** The last answer in words. Its place is kept free, so that the first answer moves nothing. */
export function PublishResult({ copies, userId }: Props) {
  const last = copies.name === "idle" ? undefined : copies.answers.at(-1);
  return (
    <div role="status" aria-live="polite" className="flex min-h-28 flex-col gap-3 text-sm">
      {copies.name === "idle" && (
        <p className="rounded-lg border border-line border-dashed px-3.5 py-3 text-muted">
          The answer appears here: the message's id, and how many heard it on the channel.
        </p>
      )}
      {copies.name === "publishing" && copies.total > 1 && (
        <Progress done={copies.answers.length} total={copies.total} />
      )}
      {last !== undefined && copies.name !== "idle" && copies.name !== "publishing" && (
        <AcceptedWords last={last} accepted={copies.answers.length} userId={userId} />
      )}
      {copies.name === "refused" && (
        <ProblemWords problem={copies.problem}>
          {adviceFor(copies.problem, copies.answers.length)}
        </ProblemWords>
      )}
    </div>
  );
}

function Progress({ done, total }: { done: number; total: number }) {
  return (
    <p className="flex items-center gap-3 rounded-lg border border-line px-3.5 py-3 text-muted">
      <ProgressBar max={total} value={done} label="Copies accepted" />
      <span className="shrink-0 tabular-nums">
        {done} of {total}
      </span>
    </p>
  );
}

type AcceptedProps = { last: Accepted; accepted: number; userId: string | undefined };

function AcceptedWords({ last, accepted, userId }: AcceptedProps) {
  return (
    <div className="rounded-lg border border-ok/35 px-3.5 py-3">
      <p className="flex items-center gap-2 font-medium text-ok-ink">
        <CheckIcon />
        {accepted === 1 ? "Accepted" : `${accepted} copies accepted`} for user{" "}
        <bdi className="min-w-0 break-all">{userId}</bdi>
      </p>
      <p className="mt-1 text-muted">{doorWords(last)}</p>
      {last.parked !== undefined && userId !== undefined && (
        <p className="mt-1 text-warn-ink">
          It waits: no chat is linked to this user yet
          {last.parked.untilMs !== undefined && (
            <>
              , and it expires <Ago ms={last.parked.untilMs} />
            </>
          )}
          .{" "}
          <a className="underline underline-offset-2" href={hashOf("recipients", { id: userId })}>
            Make a link
          </a>
        </p>
      )}
      <p className="mt-2 flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="text-muted text-xs">{accepted === 1 ? "id" : "last id"}</span>
        <code className="break-all font-mono text-xs">{last.id}</code>
        <CopyButton text={last.id} what="the message's id" />
      </p>
      <p className="mt-2 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <StateNow accepted={last} />
        <a className="text-accent underline underline-offset-2" href={hashOf("messages", { id: last.id })}>
          What became of it
        </a>
      </p>
    </div>
  );
}

/** The state as it is now: the feed tells of each change. */
function StateNow({ accepted: { id, state } }: { accepted: Accepted }) {
  const change = useFeed((feed) => feed.changes.findLast((candidate) => candidate.id === id));
  return (
    <span className="text-muted">
      Now: <strong className="font-medium text-ink">{change?.state ?? state}</strong>
      {change?.reason !== undefined && ` (${change.reason})`}
    </span>
  );
}

function doorWords({ via, state, receivers }: Accepted): string {
  const door = `Published through the ${via} door, state ${state}.`;
  if (receivers === undefined) return door;
  return `${door} Redis handed it to ${receivers === 1 ? "1 subscriber" : `${receivers} subscribers`}.`;
}

function adviceFor({ status, code }: Problem, accepted: number): string {
  const which = accepted === 0 ? "the message" : "the next copy";
  // Web could not say, so neither can the page: the message may have gone out.
  if (status === 0 || code === "redis_unavailable") {
    return `It is not known whether ${which} went out. Look at the phone before you publish it again.`;
  }
  return accepted === 0 ? "Nothing was sent." : "The next copy was not sent, and no other was tried.";
}
