import { type FormEvent, useState } from "react";
import type { Problem } from "../api/problem.ts";
import { Button } from "../parts/button.tsx";
import { Card } from "../parts/card.tsx";
import { Field, inputClass } from "../parts/field.tsx";
import { ProblemWords } from "../parts/problem-words.tsx";
import type { Session } from "./use-session.ts";

type Props = { unlock: Session["unlock"]; problem: Problem | undefined };

/** Asks for an API key, where the server has any. */
export function KeyCard({ unlock, problem }: Props) {
  const [key, setKey] = useState("");
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (key.trim() === "" || busy) return;
    setBusy(true);
    await unlock(key.trim());
    setBusy(false);
  };

  return (
    <Card
      title="This server asks for an API key"
      hint="The key is exchanged for a session of 12 hours. It is not kept in the page."
    >
      <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <Field
          id="api-key"
          label="API key"
          hint="One of the keys that the server was started with, in API_KEYS."
        >
          <input
            id="api-key"
            className={`${inputClass} font-mono`}
            type="password"
            autoComplete="current-password"
            aria-describedby="api-key-hint"
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
        </Field>
        <div>
          <Button type="submit" busy={busy}>
            Unlock
          </Button>
        </div>
        <div className="min-h-12" aria-live="polite">
          {problem !== undefined && <ProblemWords problem={problem} />}
        </div>
      </form>
    </Card>
  );
}
