import { Card } from "../parts/card.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { type Draft, readUserId } from "./draft.ts";
import { type Snippet, snippetsOf } from "./snippets.ts";

/** Stands in for what the form does not hold yet, so that the commands always run. */
const EXAMPLE = { userId: 42, message: "hi" };

type Props = { draft: Draft; withKey: boolean };

/** The form's publish as commands to copy: nothing of Bellwire needs this page. */
export function SameCard({ draft, withKey }: Props) {
  const notification = {
    userId: readUserId(draft.userId) ?? EXAMPLE.userId,
    message: draft.message.trim() === "" ? EXAMPLE.message : draft.message,
  };
  return (
    <Card title="The same without this page" hint="From a shell, through web or straight into Redis.">
      <div className="flex flex-col gap-4">
        {snippetsOf(notification, location.origin, withKey).map((snippet) => (
          <CommandBlock key={snippet.name} snippet={snippet} />
        ))}
        <p className="text-muted text-xs leading-5">
          <code className="font-mono">notification</code> is the default channel, and{" "}
          <code className="font-mono">$REDIS_URL</code> the Redis that web and bot were started with.
        </p>
      </div>
    </Card>
  );
}

function CommandBlock({ snippet }: { snippet: Snippet }) {
  return (
    <div>
      <div className="mb-1.5 flex items-center justify-between">
        <h3 className="font-medium font-mono text-muted text-xs">{snippet.name}</h3>
        <CopyButton text={snippet.command} what={`the ${snippet.name} command`} />
      </div>
      <pre className="max-h-36 overflow-y-auto whitespace-pre-wrap break-all rounded-lg border border-line bg-sunken px-3.5 py-3 font-mono text-xs leading-5">
        {snippet.command}
      </pre>
    </div>
  );
}
