import { useId, useState } from "react";
import type { Answer } from "../api/call.ts";
import type { Problem } from "../api/problem.ts";
import { ConfirmButton } from "./confirm-button.tsx";
import { inputClass } from "./field.tsx";
import { localInput } from "./local-input.ts";
import { momentWords } from "./times.ts";

const HOUR_MS = 3_600_000;

type Props = {
  /** There are some to send again. */
  isNeeded: boolean;
  /** What it will do, to be read before it is done. */
  wordsFor: (since: string) => string;
  /** Sends them again. Resolves to how many. */
  retrySince: (sinceMs: number) => Promise<Answer<number>>;
  onDone: () => void;
};

/** Sends again all that was given up since a moment: after an outage, say. */
export function RetrySince({ isNeeded, wordsFor, retrySince, onDone }: Props) {
  const id = useId();
  const [since, setSince] = useState(() => localInput(Date.now() - HOUR_MS));
  const [retried, setRetried] = useState<number>();
  const sinceMs = Date.parse(since);

  const retry = async (): Promise<Problem | undefined> => {
    setRetried(undefined);
    const answer = await retrySince(sinceMs);
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
            words={wordsFor(momentWords(sinceMs, Date.now()))}
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
