import type { ReactNode } from "react";

type Props = {
  /** Of the input inside. Hint and error are `<id>-hint` and `<id>-error`. */
  id: string;
  label: string;
  hint: string;
  error?: string | undefined;
  /** At the right end of the label's line, for example a counter. */
  aside?: ReactNode;
  children: ReactNode;
};

export const inputClass =
  "w-full rounded-lg border border-line-strong bg-card px-3 py-2 text-base text-ink placeholder:text-muted sm:text-sm pointer-coarse:min-h-11 aria-invalid:border-fail";

/** A labelled input. The error takes the place of the hint, so that nothing below moves. */
export function Field({ id, label, hint, error, aside, children }: Props) {
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        {aside}
      </div>
      {children}
      {error === undefined ? (
        <p id={`${id}-hint`} className="text-muted text-xs leading-5">
          {hint}
        </p>
      ) : (
        <p id={`${id}-error`} role="alert" className="text-fail-ink text-xs leading-5">
          {error}
        </p>
      )}
    </div>
  );
}
