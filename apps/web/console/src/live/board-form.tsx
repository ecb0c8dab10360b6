import { type FormEvent, useState } from "react";
import { putBoard } from "../api/boards.ts";
import type { Problem } from "../api/problem.ts";
import { Button } from "../parts/button.tsx";
import { JsonField } from "../parts/json-field.tsx";
import { readJsonInput } from "../parts/json-input.ts";
import { TextField } from "../parts/text-field.tsx";
import type { Guard } from "./guard.ts";
import { Refusal } from "./refusal.tsx";

type Props = {
  /** The board to change; without it, a new one is named. */
  board?: string;
  /** JSON to begin with. */
  value: string;
  guard: Guard;
  onDone: () => void;
};

const DAY_S = 86_400;

/** Puts a value on a board, new or there already. */
export function BoardForm({ board, value, guard, onDone }: Props) {
  const [name, setName] = useState("");
  const [typed, setTyped] = useState(value);
  const [keepSeconds, setKeepSeconds] = useState(DAY_S);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const { json, isText } = readJsonInput(typed);
  const id = `board-${board ?? "new"}`;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const answer = await guard(putBoard(board ?? name.trim(), json, keepSeconds));
    if (answer.ok) return onDone();
    setBusy(false);
    setProblem(answer.problem);
  };

  return (
    <form className="flex flex-col gap-3" onSubmit={(event) => void submit(event)}>
      {board === undefined && (
        <TextField
          id={`${id}-name`}
          label="Board"
          hint="Letters, digits and . _ : - only."
          required
          maxLength={128}
          pattern="[A-Za-z0-9._:\-]+"
          placeholder="import-71"
          value={name}
          onChange={setName}
        />
      )}
      <JsonField
        id={`${id}-value`}
        label="Value"
        hint={
          isText ? "No JSON: it is kept as a text." : "Any JSON. 0 to 100 or {percent} is a progress bar."
        }
        value={typed}
        onChange={setTyped}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" busy={busy}>
          Put
        </Button>
        <Button look="quiet" onClick={onDone}>
          Cancel
        </Button>
        <KeepFor seconds={keepSeconds} onChange={setKeepSeconds} />
      </div>
      <Refusal problem={problem} />
    </form>
  );
}

function KeepFor({ seconds, onChange }: { seconds: number; onChange: (seconds: number) => void }) {
  return (
    <label className="ml-auto inline-flex items-center gap-2 text-muted text-xs">
      Keep for
      <select
        className="h-8 rounded-lg border border-line-strong bg-card px-2 text-ink pointer-coarse:h-11"
        value={seconds}
        onChange={(event) => onChange(Number(event.target.value))}
      >
        <option value={DAY_S / 24}>1 hour</option>
        <option value={DAY_S}>1 day</option>
        <option value={30 * DAY_S}>30 days</option>
      </select>
    </label>
  );
}
