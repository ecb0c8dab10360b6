import { useState } from "react";
import { removeBoard } from "../api/boards.ts";
import type { Problem } from "../api/problem.ts";
import type { Board } from "../feed/index.ts";
import { Ago } from "../parts/ago.tsx";
import { Button } from "../parts/button.tsx";
import { ConfirmButton } from "../parts/confirm-button.tsx";
import { JsonValue } from "../parts/json-value.tsx";
import { ProgressBar } from "../parts/progress-bar.tsx";
import { BoardForm } from "./board-form.tsx";
import { besidePercent, progressOf } from "./board-progress.ts";
import type { Guard } from "./guard.ts";
import { RemoveIcon } from "./icons.tsx";

type Props = { board: Board; readOnly: boolean; guard: Guard };

/** What stands on one board now. */
export function BoardCard({ board, readOnly, guard }: Props) {
  const { board: name, value, revision, atMs, expiresAtMs } = board;
  const [editing, setEditing] = useState(false);

  const remove = async (): Promise<Problem | undefined> => {
    const answer = await guard(removeBoard(name));
    return answer.ok || answer.problem.status === 404 ? undefined : answer.problem;
  };

  return (
    <li aria-label={`Board ${name}`} className="rounded-xl border border-line bg-card p-4 shadow-lift">
      <div className="mb-2.5 flex items-center justify-between gap-3">
        <h3 className="min-w-0 truncate font-medium text-sm" title={name}>
          {name}
        </h3>
        <div className="flex shrink-0 gap-2">
          {!editing && (
            <Button look="quiet" label={`Edit ${name}`} busy={readOnly} onClick={() => setEditing(true)}>
              Edit
            </Button>
          )}
          <ConfirmButton
            label={`Remove ${name}`}
            title={`Remove the board ${name}?`}
            words="Who reads it next finds nothing. Its revisions go on where they stood."
            verb="Remove"
            disabled={readOnly}
            run={remove}
          >
            <RemoveIcon />
          </ConfirmButton>
        </div>
      </div>
      <BoardValue name={name} value={value} />
      {editing && (
        <div className="mt-4 border-line border-t pt-4">
          <BoardForm
            board={name}
            value={JSON.stringify(value)}
            guard={guard}
            onDone={() => setEditing(false)}
          />
        </div>
      )}
      <p className="mt-3 flex flex-wrap gap-x-3 text-muted text-xs">
        {atMs !== undefined && (
          <span>
            changed <Ago ms={atMs} />
          </span>
        )}
        {expiresAtMs !== undefined && (
          <span>
            ends <Ago ms={expiresAtMs} />
          </span>
        )}
        <span className="tabular-nums">revision {revision}</span>
      </p>
    </li>
  );
}

function BoardValue({ name, value }: { name: string; value: unknown }) {
  const percent = progressOf(value);
  if (percent === undefined) {
    return (
      <div className="max-h-48 overflow-auto font-mono text-xs leading-5">
        <JsonValue value={value} />
      </div>
    );
  }
  const others = besidePercent(value);
  return (
    <>
      <div className="flex items-center gap-3">
        <ProgressBar max={100} value={percent} label={`Progress of ${name}`} />
        <span className="w-12 shrink-0 text-right font-medium text-sm tabular-nums">
          {Math.round(percent)} %
        </span>
      </div>
      {typeof others === "object" && (
        <div className="mt-2 max-h-48 overflow-auto font-mono text-xs leading-5">
          <JsonValue value={others} />
        </div>
      )}
    </>
  );
}
