import type { ReactNode } from "react";

type Props = {
  type?: "button" | "submit";
  look?: "main" | "quiet";
  /** Stays focusable, but does nothing and says so. */
  busy?: boolean;
  onClick?: () => void;
  label?: string;
  children: ReactNode;
};

const LOOKS = {
  main: "h-10 px-4 text-sm bg-accent text-on-accent hover:bg-accent-hover",
  quiet: "h-8 px-2.5 text-xs border border-line text-muted hover:text-ink hover:border-line-strong bg-card",
};

export function Button({ type = "button", look = "main", busy = false, onClick, label, children }: Props) {
  return (
    <button
      type={type}
      aria-disabled={busy}
      aria-label={label}
      onClick={busy ? undefined : onClick}
      className={`inline-flex shrink-0 items-center justify-center gap-1.5 rounded-lg font-medium transition-colors aria-disabled:opacity-60 pointer-coarse:min-h-11 ${LOOKS[look]}`}
    >
      {children}
    </button>
  );
}
