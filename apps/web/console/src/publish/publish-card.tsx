import { type FormEvent, useRef, useState } from "react";
import { Button } from "../parts/button.tsx";
import { Card } from "../parts/card.tsx";
import { type Draft, type DraftErrors, draftErrors, readDraft } from "./draft.ts";
import { DraftFields } from "./draft-fields.tsx";
import { PublishResult } from "./publish-result.tsx";
import { usePublish } from "./use-publish.ts";

type Props = {
  draft: Draft;
  onChange: (draft: Draft) => void;
  onUnauthorized: () => void;
  readOnly: boolean;
};

/** In the order of the form. */
const FIELDS = [
  ["userId", "user-id"],
  ["category", "category"],
  ["copies", "copies"],
  ["message", "message"],
  ["sendAt", "send-at"],
] as const;

/** The form that publishes, and what came of it. */
export function PublishCard({ draft, onChange, onUnauthorized, readOnly }: Props) {
  const { copies, publish } = usePublish(onUnauthorized);
  const [sentTo, setSentTo] = useState<string>();
  // Nobody is told of mistakes while still typing for the first time.
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const errors = tried ? draftErrors(draft) : {};
  const disabled = copies.name === "publishing" || readOnly;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (disabled) return;
    setTried(true);
    // A time typed by half has the value of none: only the browser knows, and says so.
    if (form.current?.reportValidity() === false) return;
    const read = readDraft(draft);
    if (read === undefined) return focusFirst(form.current, draftErrors(draft));
    setSentTo(read.notification.userId);
    await publish(read.notification, read.copies);
  };

  return (
    <Card title="Publish" hint="Web checks it, Redis carries it, the bot rings the person.">
      <form ref={form} noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <DraftFields
          draft={draft}
          errors={errors}
          onChange={onChange}
          onSubmit={() => form.current?.requestSubmit()}
        />
        <div className="flex items-center gap-3">
          <Button type="submit" busy={disabled}>
            {copies.name === "publishing" ? "Publishing…" : "Publish"}
          </Button>
          <span className="hidden text-muted text-xs sm:inline">
            {readOnly ? "This page is read-only." : "or Ctrl + Enter in the message"}
          </span>
        </div>
        <PublishResult copies={copies} userId={sentTo} />
      </form>
    </Card>
  );
}

function focusFirst(form: HTMLFormElement | null, errors: DraftErrors): void {
  const wrong = FIELDS.find(([name]) => errors[name] !== undefined);
  if (wrong !== undefined) focus(form, wrong[1]);
}

function focus(form: HTMLFormElement | null, id: string): void {
  form?.querySelector<HTMLElement>(`#${id}`)?.focus();
}
