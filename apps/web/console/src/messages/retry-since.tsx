import { useId, useState } from "react";
import type { Problem } from "../api/problem.ts";
import { ConfirmButton } from "../parts/confirm-button.tsx";
import { inputClass } from "../parts/field.tsx";
import { momentWords } from "../parts/times.ts";
import { retryDead } from "./calls.ts";
import { localInput } from "./local-input.ts";

const HOUR_MS = 3_600_000;

type Props = {
  /** There are some to send again. */
  isNeeded: boolean;
  onDone: () => void;
};

/** Sends again all that was given up since a moment: after an outage, say. */
export function RetrySince({ isNeeded, onDone }: Props) {
  const id = useId();
  const [since, setSince] = useState(() => localInput(Date.now() - HOUR_MS));
  const [retried, setRetried] = useState<number>();
  const sinceMs = Date.parse(since);

  const retry = async (): Promise<Problem | undefined> => {
    setRetried(undefined);
    const answer = await retryDead(sinceMs);
    onDone();
    if (!answer.ok) return answer.problem;
    setRetried(answer.value);
    return undefined;
  };

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
      {isNeeded && (
        <>
          <label htmlFor={id}>Send again all given up since</label>
          <div className="w-60">
            <input
              id={id}
              type="datetime-local"
              className={`${inputClass} h-10 pointer-coarse:h-11`}
              value={since}
              onChange={(event) => setSince(event.target.value)}
            />
          </div>
          <ConfirmButton
            title="Send all of these again?"
            words={`Every dead letter given up since ${momentWords(sinceMs, Date.now())} goes to the end of its lane.`}
            verb="Send all again"
            run={retry}
            disabled={Number.isNaN(sinceMs)}
          >
            Send again…
          </ConfirmButton>
        </>
      )}
      <span role="status" className="text-muted">
        {retried !== undefined && (retried === 1 ? "1 is sent again." : `${retried} are sent again.`)}
      </span>
    </div>
  );
}
