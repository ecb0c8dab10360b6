import type { ReactNode, RefObject } from "react";
import { Button } from "../parts/button.tsx";
import { countWords } from "../parts/figures.ts";
import { ProblemWords } from "../parts/problem-words.tsx";
import { ReadingTrouble } from "./reading-trouble.tsx";
import type { PagedList } from "./use-pages.ts";

type Props<Item> = {
  list: PagedList<Item>;
  /** Of the element that is not to move while the reader is in it. */
  held: RefObject<HTMLDivElement | null>;
  /** What one and several of them are called. */
  what: readonly [one: string, many: string];
  /** In place of a list without items. */
  empty: ReactNode;
  /** On the button that reads the next page. */
  older?: string;
  children: (items: readonly Item[]) => ReactNode;
};

/** What surrounds each list: why it could not be read, what came meanwhile, and the way to what is older. */
export function PagedSection<Item>({ list, held, what, empty, older = "Older", children }: Props<Item>) {
  const { pages, problem } = list;
  const { items, newer } = pages;

  const showNewer = (): void => {
    list.showNewer();
    const element = held.current;
    if (element !== null && element.getBoundingClientRect().top < 0) element.scrollIntoView();
  };

  return (
    <div className="relative flex flex-col gap-4">
      {problem !== undefined && <ReadingTrouble problem={problem} isKnown={items !== undefined} />}
      {/* Takes no place, so that nothing moves when it comes or goes. */}
      <div role="status" className="sticky top-7 z-20 -mb-4 flex h-0 justify-center">
        {newer !== undefined && (
          <button
            type="button"
            onClick={showNewer}
            className="h-8 -translate-y-4 rounded-full bg-accent px-4 font-medium text-on-accent text-xs shadow-lift hover:bg-accent-hover pointer-coarse:h-11"
          >
            {newerWords(newer, what)}
          </button>
        )}
      </div>
      <div
        ref={held}
        aria-busy={pages.outdated}
        className="@container scroll-mt-4 overflow-clip rounded-xl border border-line bg-card shadow-lift"
      >
        {items === undefined && <p className="px-5 py-10 text-center text-muted text-sm">Reading…</p>}
        {items?.length === 0 && pages.cursor === undefined && (
          <div className="px-5 py-8 sm:px-6">{empty}</div>
        )}
        {items !== undefined && items.length > 0 && children(items)}
        {items !== undefined && pages.cursor !== undefined && (
          <Foot list={list} shown={items.length} older={older} />
        )}
      </div>
    </div>
  );
}

/** All of a page may be new: then there may be more of them. */
function newerWords(
  { count, page }: { count: number; page: { items: readonly unknown[] } },
  [one, many]: readonly [string, string],
): string {
  if (count === 1) return `Show 1 new ${one}`;
  return count === page.items.length ? `Show ${count} or more new ${many}` : `Show ${count} new ${many}`;
}

type FootProps<Item> = { list: PagedList<Item>; shown: number; older: string };

function Foot<Item>({ list, shown, older }: FootProps<Item>) {
  const { olderProblem, total } = list.pages;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-line border-t px-4 py-3 text-muted text-sm first:border-t-0">
      <span>{shownWords(shown, total)}</span>
      <Button look="quiet" busy={list.isReadingOlder} onClick={list.readOlder}>
        {list.isReadingOlder ? "Reading…" : older}
      </Button>
      {olderProblem !== undefined && (
        <div role="alert" className="basis-full">
          <ProblemWords problem={olderProblem}>Press the button to try again.</ProblemWords>
        </div>
      )}
    </div>
  );
}

function shownWords(shown: number, total: number | undefined): string {
  if (shown === 0) return "Nothing among the newest 1,000.";
  return total === undefined
    ? `${countWords(shown)} shown`
    : `${countWords(shown)} of ${countWords(total)} shown`;
}
