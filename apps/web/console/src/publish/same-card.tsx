import { useState } from "react";
import { Card } from "../parts/card.tsx";
import { readCopies } from "../parts/copies.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Segmented } from "../parts/segmented.tsx";
import { type Draft, optionsOf, readUserId } from "./draft.ts";
import { type SnippetName, snippetOf } from "./snippets.ts";

/** Stands in for what the form does not hold yet, so that the commands always run. */
const EXAMPLE = { userId: "42", message: "hi" };

const NAMES: readonly SnippetName[] = ["curl", "redis-cli", "Python", "TypeScript"];

type Props = { draft: Draft; withKey: boolean };

/** The form's publish as something to copy: nothing of Bellwire needs this page. */
export function SameCard({ draft, withKey }: Props) {
  const [name, setName] = useState<SnippetName>("curl");
  const snippet = snippetOf(name, {
    notification: {
      userId: readUserId(draft.userId) ?? EXAMPLE.userId,
      message: draft.message.trim() === "" ? EXAMPLE.message : draft.message,
      ...optionsOf(draft),
    },
    copies: readCopies(draft.copies) ?? 1,
    origin: location.origin,
    withKey,
  });
  return (
    <Card title="The same without this page" hint="Through web, or straight into Redis.">
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <Segmented
            legend="Copy as"
            quiet
            options={NAMES.map((value) => ({ value, title: value }))}
            value={name}
            onChange={setName}
          />
          <CopyButton text={snippet} what={`the ${name} form`} />
        </div>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard in every browser
          tabIndex={0}
          className="max-h-60 overflow-y-auto whitespace-pre-wrap break-words rounded-lg border border-line bg-sunken px-3.5 py-3 font-mono text-xs leading-5"
        >
          {snippet}
        </pre>
        <p className="text-muted text-xs leading-5">{NOTES[name]}</p>
      </div>
    </Card>
  );
}

const REDIS_NOTE =
  "REDIS_URL is the Redis that web and bot were started with; the names begin with notification unless NOTIFICATION_CHANNEL or REDIS_PREFIX say otherwise.";

const NOTES: Record<SnippetName, string> = {
  curl: "For any POSIX shell. Add an id of your own to the body, and the same call again sends nothing twice.",
  "redis-cli": REDIS_NOTE,
  Python: `With the package redis. ${REDIS_NOTE}`,
  TypeScript: "For Node 20 or later, without any package.",
};
