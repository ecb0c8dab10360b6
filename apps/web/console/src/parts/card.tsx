import { type ReactNode, useId } from "react";

type Props = {
  title: string;
  hint?: ReactNode;
  /** Shown at the right end of the title's line. */
  aside?: ReactNode;
  children: ReactNode;
};

/** A titled region of a view. */
export function Card({ title, hint, aside, children }: Props) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      className="rounded-xl border border-line bg-card p-5 shadow-lift sm:p-6"
    >
      <div className="mb-5">
        <div className="flex items-baseline justify-between gap-4">
          <h2 id={titleId} className="font-semibold text-base tracking-tight">
            {title}
          </h2>
          {aside}
        </div>
        {hint !== undefined && <p className="mt-1 text-muted text-sm">{hint}</p>}
      </div>
      {children}
    </section>
  );
}
