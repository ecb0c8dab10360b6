import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { Problem } from "../api/problem.ts";
import { Button } from "./button.tsx";
import { ProblemWords } from "./problem-words.tsx";

type Props = {
  /** Of the button that asks. */
  children: ReactNode;
  /** Names the button where `children` do not say enough to those who do not see its place. */
  label?: string;
  /** The question. */
  title: string;
  /** What it will do, and what it cannot undo. */
  words: ReactNode;
  /** On the button that does it, such as "Remove". */
  verb: string;
  /** Does it. Resolves to why it was not done, which is shown and may be tried again. */
  run: () => Promise<Problem | undefined>;
  disabled?: boolean;
};

/** A button for what cannot be undone: asks first, in a dialog. */
export function ConfirmButton({ children, label, disabled = false, ...question }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        look="quiet"
        {...(label !== undefined && { label })}
        busy={disabled}
        onClick={() => setAsking(true)}
      >
        {children}
      </Button>
      {asking && <Question {...question} onClose={() => setAsking(false)} />}
    </>
  );
}

type QuestionProps = Pick<Props, "title" | "words" | "verb" | "run"> & { onClose: () => void };

function Question({ title, words, verb, run, onClose }: QuestionProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  useEffect(() => dialog.current?.showModal(), []);

  const confirm = async (): Promise<void> => {
    setBusy(true);
    const refused = await run();
    if (refused === undefined) return dialog.current?.close();
    setProblem(refused);
    setBusy(false);
  };

  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      className="m-auto w-[min(28rem,calc(100vw-2rem))] rounded-xl border border-line bg-card p-5 text-ink shadow-xl backdrop:bg-paper/75 sm:p-6"
    >
      <h2 id={titleId} className="break-words font-semibold text-base tracking-tight">
        {title}
      </h2>
      <div className="mt-2 break-words text-muted text-sm">{words}</div>
      {problem !== undefined && (
        <div className="mt-4" role="alert">
          <ProblemWords problem={problem} />
        </div>
      )}
      <div className="mt-5 flex flex-wrap justify-end gap-3">
        <Button look="quiet" onClick={() => dialog.current?.close()}>
          Cancel
        </Button>
        <button
          type="button"
          aria-disabled={busy}
          onClick={busy ? undefined : () => void confirm()}
          className="h-8 rounded-lg bg-fail-ink px-3.5 font-medium text-on-accent text-xs hover:opacity-90 aria-disabled:opacity-60 pointer-coarse:h-11"
        >
          {verb}
        </button>
      </div>
    </dialog>
  );
}
