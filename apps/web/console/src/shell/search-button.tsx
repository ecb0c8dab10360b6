import { LineIcon } from "../parts/icons.tsx";

/** Opens the palette; in a wide window it looks like the field that it opens. */
export function SearchButton({ onClick }: { onClick: () => void }) {
  const key = navigator.userAgent.includes("Mac") ? "⌘ K" : "Ctrl K";
  return (
    <button
      type="button"
      onClick={onClick}
      className="order-last inline-flex size-11 shrink-0 items-center justify-center gap-2.5 rounded-lg text-muted text-sm hover:text-ink lg:order-none lg:h-9 lg:w-72 lg:justify-start lg:border lg:border-line lg:bg-card lg:px-3 lg:hover:border-line-strong"
    >
      <LineIcon size={18}>
        <circle cx="7" cy="7" r="4" />
        <path d="m10 10 3.500 3.500" />
      </LineIcon>
      <span className="sr-only lg:not-sr-only">Go to or find…</span>
      <kbd className="ml-auto hidden rounded border border-line px-1.5 font-mono text-xs leading-5 lg:inline">
        {key}
      </kbd>
    </button>
  );
}
