import { useReadOnly } from "../feed/index.ts";
import { Button } from "../parts/button.tsx";
import { ConfirmButton } from "../parts/confirm-button.tsx";
import { ProblemWords } from "../parts/problem-words.tsx";
import { allowedActs } from "./acts.ts";
import type { Message } from "./message.ts";
import { useAct } from "./use-act.ts";

export type ActsProps = { message: Message; onDone: () => void; onDiscarded: (id: string) => void };

/** What its state allows a person to do. Asks first where it cannot be undone, or where the message may arrive twice. */
export function MessageActs({ message, onDone, onDiscarded }: ActsProps) {
  const { id, state } = message;
  const { isBusy, act, actAtOnce, problem } = useAct(id, onDone);
  const readOnly = useReadOnly();
  const allowed = allowedActs(state);
  if (allowed.size === 0) return null;
  if (readOnly)
    return <p className="text-muted text-sm">This page is read-only: nothing may be changed from here.</p>;

  const discard = async () => {
    const refused = await act("discard");
    if (refused === undefined) onDiscarded(id);
    return refused;
  };

  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        {allowed.has("resend") && state !== "held" && (
          <Button look="quiet" busy={isBusy} onClick={() => actAtOnce("resend")}>
            Send again
          </Button>
        )}
        {allowed.has("resend") && state === "held" && (
          <ConfirmButton
            title="Send it again?"
            words="Nobody knows whether it arrived. If it did, the person gets it twice."
            verb="Send again"
            run={() => act("resend")}
          >
            Send again…
          </ConfirmButton>
        )}
        {allowed.has("confirm") && (
          <ConfirmButton
            title="Call it sent?"
            words="The attempt in doubt counts as sent. Further parts of it go on; else it is over."
            verb="It arrived"
            run={() => act("confirm")}
          >
            It arrived…
          </ConfirmButton>
        )}
        {allowed.has("cancel") && (
          <ConfirmButton
            title="Stop this message?"
            words="It is not sent, or no further part of it, and cannot be sent again."
            verb="Stop it"
            run={() => act("cancel")}
          >
            Stop it…
          </ConfirmButton>
        )}
        {allowed.has("discard") && (
          <ConfirmButton
            title="Discard this dead letter?"
            words="Its record goes for good, and its id may be used by another message."
            verb="Discard"
            run={discard}
          >
            Discard…
          </ConfirmButton>
        )}
      </div>
      {problem !== undefined && <ProblemWords problem={problem} />}
    </div>
  );
}
