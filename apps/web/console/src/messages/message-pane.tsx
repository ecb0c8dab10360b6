import { type RefObject, useEffect, useRef } from "react";
import { ReadingTrouble } from "../paging/reading-trouble.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { addressOf, closeMessage } from "./address.ts";
import { rowId } from "./columns.tsx";
import { FoldedText } from "./folded-text.tsx";
import { type ActsProps, MessageActs } from "./message-acts.tsx";
import { MessageFacts } from "./message-facts.tsx";
import { MessageHistory } from "./message-history.tsx";
import { StateBadge } from "./state-badge.tsx";
import { stateWords } from "./states.ts";
import { useMessage } from "./use-message.ts";

type Props = { id: string; onDiscarded: (id: string) => void; onUnauthorized: () => void };

/** One message: what it says, how it is, what happened so far, and what a person may do about it. */
export function MessagePane({ id, onDiscarded, onUnauthorized }: Props) {
  const { message, problem, refresh } = useMessage(id, onUnauthorized);
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusBack(id, heading);

  return (
    <section aria-labelledby="message-title" className="rounded-xl border border-line bg-card shadow-lift">
      <div className="flex items-center justify-between gap-3 border-line border-b px-5 py-3">
        <h2 id="message-title" ref={heading} tabIndex={-1} className="font-semibold text-base outline-none">
          Message
        </h2>
        <button
          type="button"
          onClick={closeMessage}
          className="h-8 rounded-lg px-2.5 text-muted text-xs hover:text-ink pointer-coarse:h-11"
        >
          Close
        </button>
      </div>
      <div className="flex flex-col gap-5 p-5">
        {message === undefined && problem === undefined && <p className="text-muted text-sm">Reading…</p>}
        {problem !== undefined && <ReadingTrouble problem={problem} isKnown={message !== undefined} />}
        {message !== undefined && <Content message={message} onDone={refresh} onDiscarded={onDiscarded} />}
      </div>
    </section>
  );
}

function Content({ message, onDone, onDiscarded }: ActsProps) {
  const { id, state, text } = message;
  const link = `${location.origin}${location.pathname}${addressOf({}, id)}`;
  return (
    <>
      <div>
        <div role="status">
          <StateBadge state={state} />
          <p className="mt-1 text-muted text-sm">{stateWords(state).words}</p>
        </div>
        <div className="mt-3">
          {text === "" ? (
            <p className="text-muted text-sm">It has no text that can be read.</p>
          ) : (
            <FoldedText text={text} />
          )}
        </div>
      </div>
      <MessageActs message={message} onDone={onDone} onDiscarded={onDiscarded} />
      <MessageHistory message={message} />
      <MessageFacts message={message} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-muted text-xs">
        <code className="min-w-0 flex-1 basis-full break-all font-mono text-ink">{id}</code>
        <span className="inline-flex items-center gap-2">
          id <CopyButton text={id} what="the message's id" />
        </span>
        <span className="inline-flex items-center gap-2">
          link <CopyButton text={link} what="a link to this message" />
        </span>
      </div>
    </>
  );
}

/** Takes the focus where the list made room for the message; gives it back to the list's row at the end. */
function useFocusBack(id: string, heading: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const row = document.getElementById(rowId(id));
    // A row without a place is not on the screen: the message stands in place of the list.
    if (row?.offsetParent === null) heading.current?.focus();
    return () => {
      if (document.activeElement === document.body) document.getElementById(rowId(id))?.focus();
    };
  }, [id, heading]);
}
