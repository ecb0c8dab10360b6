import type { Accepted } from "../api/notifications.ts";
import type { Problem } from "../api/problem.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { CheckIcon } from "../parts/icons.tsx";
import { ProblemWords } from "../parts/problem-words.tsx";
import type { PublishState } from "./use-publish.ts";

/** The last answer in words. Its place is kept free, so that the first answer moves nothing. */
export function PublishResult({ state }: { state: PublishState }) {
  return (
    <div role="status" aria-live="polite" className="min-h-28 text-sm">
      {state.name === "idle" && (
        <p className="rounded-lg border border-line border-dashed px-3.5 py-3 text-muted">
          The answer appears here: the message's id, and how many heard it on the channel.
        </p>
      )}
      {state.name === "accepted" && <AcceptedWords accepted={state.accepted} userId={state.userId} />}
      {state.name === "refused" && (
        <ProblemWords problem={state.problem}>{adviceFor(state.problem)}</ProblemWords>
      )}
    </div>
  );
}

function AcceptedWords({ accepted, userId }: { accepted: Accepted; userId: number }) {
  return (
    <div className="rounded-lg border border-ok/35 px-3.5 py-3">
      <p className="flex items-center gap-2 font-medium text-ok-ink">
        <CheckIcon />
        Accepted for user {userId}
      </p>
      <p className="mt-1 text-muted">{doorWords(accepted)}</p>
      <p className="mt-2 flex flex-wrap items-center gap-2">
        <span className="text-muted text-xs">id</span>
        <code className="break-all font-mono text-xs">{accepted.id}</code>
        <CopyButton text={accepted.id} what="the message's id" />
      </p>
    </div>
  );
}

function doorWords({ via, state, receivers }: Accepted): string {
  const door = `Published through the ${via} door, state ${state}.`;
  if (receivers === undefined) return door;
  return `${door} Redis handed it to ${receivers === 1 ? "1 subscriber" : `${receivers} subscribers`}.`;
}

function adviceFor({ status, code }: Problem): string {
  // Web could not say, so neither can the page: the message may have gone out.
  if (status === 0 || code === "redis_unavailable") {
    return "It is not known whether the message went out. Look at the phone before you publish it again.";
  }
  return "Nothing was sent.";
}
