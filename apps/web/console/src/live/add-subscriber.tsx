import { type FormEvent, useState } from "react";
import type { Problem } from "../api/problem.ts";
import { addSubscriber, type Targets } from "../api/subscribers.ts";
import { Button } from "../parts/button.tsx";
import { Card } from "../parts/card.tsx";
import { TextField } from "../parts/text-field.tsx";
import type { Guard } from "./guard.ts";
import { Refusal } from "./refusal.tsx";
import { readTargets } from "./targets.ts";

type Props = { guard: Guard; onDone: () => void };

/** Adds a subscriber to this web process, by a name of one's own choice. */
export function AddSubscriber({ guard, onDone }: Props) {
  const [name, setName] = useState("");
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const targets = readTargets(typed);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const answer = await guard(addSubscriber(name.trim(), targets));
    if (answer.ok) return onDone();
    setBusy(false);
    setProblem(answer.problem);
  };

  return (
    <Card title="Add a subscriber" hint="All subscribers of this web process share one Redis connection.">
      <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <TextField
          id="subscriber-name"
          label="Name"
          hint="Letters, digits and . _ : - only."
          required
          maxLength={64}
          pattern="[A-Za-z0-9._:\-]+"
          placeholder="billing"
          value={name}
          onChange={setName}
        />
        <TextField
          id="targets"
          label="Listens on"
          hint={targetsHint(targets)}
          mono
          required
          placeholder="orders:new, billing:*"
          value={typed}
          onChange={setTyped}
        />
        <div className="flex items-center gap-3">
          <Button type="submit" busy={busy}>
            Add
          </Button>
          <Button look="quiet" onClick={onDone}>
            Cancel
          </Button>
        </div>
        <Refusal problem={problem} />
      </form>
    </Card>
  );
}

function targetsHint({ channels, patterns }: Targets): string {
  const counts = [counted(channels.length, "channel"), counted(patterns.length, "pattern")];
  const found = counts.filter((words) => words !== "");
  if (found.length === 0) return "Channels, separated by commas. One with *, ? or [ is a pattern.";
  return `${found.join(" and ")}.`;
}

function counted(count: number, what: string): string {
  if (count === 0) return "";
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
