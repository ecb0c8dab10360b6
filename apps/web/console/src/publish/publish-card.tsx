import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import { Button } from "../parts/button.tsx";
import { Card } from "../parts/card.tsx";
import { Field, inputClass } from "../parts/field.tsx";
import { type Draft, type DraftErrors, draftErrors, MESSAGE_MAX_UNITS, readUserId } from "./draft.ts";
import { PublishResult } from "./publish-result.tsx";
import { usePublish } from "./use-publish.ts";

type Props = { draft: Draft; onChange: (draft: Draft) => void; onUnauthorized: () => void };

/** The form that publishes, and what came of it. */
export function PublishCard({ draft, onChange, onUnauthorized }: Props) {
  const { state, publish } = usePublish(onUnauthorized);
  // Nobody is told of mistakes while still typing for the first time.
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const errors = tried ? draftErrors(draft) : {};
  const busy = state.name === "publishing";

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    const wrong = draftErrors(draft);
    const userId = readUserId(draft.userId);
    if (wrong.userId !== undefined || wrong.message !== undefined || userId === undefined) {
      return focusFirst(form.current, wrong);
    }
    if (!busy) await publish({ userId, message: draft.message });
  };

  const submitByKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
  };

  return (
    <Card title="Publish" hint="Web checks it, Redis carries it, the bot rings the person.">
      <form ref={form} noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <UserIdField
          value={draft.userId}
          error={errors.userId}
          onChange={(userId) => onChange({ ...draft, userId })}
        />
        <MessageField
          value={draft.message}
          error={errors.message}
          onChange={(message) => onChange({ ...draft, message })}
          onKeyDown={submitByKey}
        />
        <div className="flex items-center gap-3">
          <Button type="submit" busy={busy}>
            {busy ? "Publishing…" : "Publish"}
          </Button>
          <span className="hidden text-muted text-xs sm:inline">or Ctrl + Enter in the message</span>
        </div>
        <PublishResult state={state} />
      </form>
    </Card>
  );
}

type FieldProps = { value: string; error: string | undefined; onChange: (value: string) => void };

function UserIdField({ value, error, onChange }: FieldProps) {
  const hint = "The person's Telegram id, a whole number. A group's id is negative.";
  return (
    <Field id="user-id" label="User id" hint={hint} error={error}>
      <input
        id="user-id"
        className={`${inputClass} max-w-60 font-mono`}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? "user-id-hint" : "user-id-error"}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

function MessageField({
  value,
  error,
  onChange,
  onKeyDown,
}: FieldProps & { onKeyDown: (event: KeyboardEvent) => void }) {
  return (
    <Field
      id="message"
      label="Message"
      hint="Sent as it is, as plain text."
      error={error}
      aside={<UnitCounter units={value.length} />}
    >
      <textarea
        id="message"
        className={`${inputClass} min-h-24 resize-y`}
        rows={3}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? "message-hint" : "message-error"}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </Field>
  );
}

function UnitCounter({ units }: { units: number }) {
  const over = units > MESSAGE_MAX_UNITS;
  return (
    <span
      className={`text-xs tabular-nums ${over ? "text-fail-ink" : "text-muted"}`}
      title="Counted in UTF-16 units: most characters are one, most emoji two."
    >
      {units.toLocaleString("en")} / {MESSAGE_MAX_UNITS.toLocaleString("en")}
    </span>
  );
}

function focusFirst(form: HTMLFormElement | null, errors: DraftErrors): void {
  const id = errors.userId === undefined ? "message" : "user-id";
  form?.querySelector<HTMLElement>(`#${id}`)?.focus();
}
