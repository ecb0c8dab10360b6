import { countWords } from "./figures.ts";

export type Tab = { address: string; title: string; count: number | undefined; isChosen: boolean };

/** Lists of one view, of which one is shown. `label` says what they are lists of. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="flex gap-5 border-line border-b">
      {tabs.map(({ address, title, count, isChosen }) => (
        <a
          key={title}
          href={address}
          aria-current={isChosen ? "page" : undefined}
          className="-mb-px inline-flex min-h-10 items-center gap-2 border-transparent border-b-2 text-muted text-sm hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink pointer-coarse:min-h-11"
        >
          {title}
          {count !== undefined && (
            <span className="rounded-full bg-sunken px-2 text-muted text-xs tabular-nums leading-5">
              {countWords(count)}
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}
