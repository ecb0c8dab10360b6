import { type FormEvent, useId, useState } from "react";
import type { Answer } from "../api/call.ts";
import { Button } from "../parts/button.tsx";
import { Field, inputClass } from "../parts/field.tsx";
import { ProblemWords } from "../parts/problem-words.tsx";
import { hashOf } from "../shell/route.ts";
import { publishText } from "./quarantine-calls.ts";
import { draftOf, type QuarantineEntry } from "./quarantine-entry.ts";

type Props = { entry: QuarantineEntry; onClose: () => void };

/** Publishes what a person made of a payload. Web judges it, strictly: it says which field is wrong. */
export function Republish({ entry, onClose }: Props) {
  const id = useId();
  const [draft, setDraft] = useState(() => draftOf(entry));
  const [isBusy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer<string>>();

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setAnswer(await publishText(draft));
    setBusy(false);
  };

  return (
    <form className="flex flex-col gap-3" onSubmit={(event) => void submit(event)}>
      <Field
        id={id}
        label="Publish it as"
        hint="A JSON object. It goes by POST /notifications; the payload stays here."
      >
        <textarea
          id={id}
          className={`${inputClass} min-h-32 resize-y font-mono sm:text-xs`}
          rows={5}
          spellCheck={false}
          aria-describedby={`${id}-hint`}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
        />
      </Field>
      <div className="flex items-center gap-3">
        <Button type="submit" busy={isBusy}>
          {isBusy ? "Publishing…" : "Publish"}
        </Button>
        <Button look="quiet" onClick={onClose}>
          Close
        </Button>
      </div>
      <div role="status">
        {answer?.ok === true && (
          <p className="text-sm">
            Accepted.{" "}
            <a className="text-accent underline" href={hashOf("messages", { id: answer.value })}>
              See what becomes of it
            </a>
          </p>
        )}
        {answer?.ok === false && <ProblemWords problem={answer.problem} />}
      </div>
    </form>
  );
}
