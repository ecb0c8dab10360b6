import { Ago } from "../parts/ago.tsx";
import { type HistoryLine, historyOf } from "./history.ts";
import type { Message } from "./message.ts";
import { MoodDot } from "./state-badge.tsx";

/** What happened so far, oldest first, and what comes next. */
export function MessageHistory({ message }: { message: Message }) {
  const lines = historyOf(message);
  return (
    <section aria-label="History">
      <h3 className="mb-2 font-medium text-sm">History</h3>
      <ol className="flex flex-col">
        {lines.map((line) => (
          <Line key={line.key} line={line} />
        ))}
        <Next message={message} />
      </ol>
    </section>
  );
}

function Line({ line: { atMs, mood, title, facts, reason } }: { line: HistoryLine }) {
  return (
    <li className="relative flex gap-3 pb-3 text-sm not-last:before:absolute not-last:before:top-4 not-last:before:bottom-[-0.375rem] not-last:before:left-[0.21875rem] not-last:before:w-px not-last:before:bg-line">
      <span className="mt-1.5 flex h-2">
        <MoodDot mood={mood} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="break-words">{title}</span>
          <span className="text-muted text-xs">{atMs !== undefined && <Ago ms={atMs} />}</span>
        </div>
        {reason !== undefined && <p className="break-words text-muted text-xs">Because {reason}.</p>}
        {facts.length > 0 && <p className="text-muted text-xs">{facts.join(" · ")}</p>}
      </div>
    </li>
  );
}

/** Moments that lie ahead of what is not over yet. */
function Next({ message: { nextAttemptAtMs, expiresAtMs, state, options } }: { message: Message }) {
  const sendAt = options.find(({ name }) => name === "send_at")?.value;
  const dueMs = state === "scheduled" && typeof sendAt === "string" ? Date.parse(sendAt) : undefined;
  const ahead = [
    { title: "Due", atMs: dueMs },
    { title: "Tried again", atMs: nextAttemptAtMs },
    { title: "Expires", atMs: expiresAtMs },
  ];
  return ahead
    .filter(
      (each): each is { title: string; atMs: number } => each.atMs !== undefined && each.atMs > Date.now(),
    )
    .map(({ title, atMs }) => (
      <li key={title} className="flex gap-3 pb-3 text-muted text-sm">
        <span className="mt-1.5 size-2 shrink-0 rounded-full border border-line-strong" />
        <span className="flex-1">{title}</span>
        <span className="text-xs">
          <Ago ms={atMs} />
        </span>
      </li>
    ));
}
