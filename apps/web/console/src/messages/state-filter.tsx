import type { ReactNode } from "react";
import type { Stats } from "../feed/index.ts";
import { countWords } from "../parts/figures.ts";
import { setQuery } from "./address.ts";
import { MoodDot } from "./state-badge.tsx";
import { isEnd, STATES } from "./states.ts";

type Props = { chosen: string | undefined; stats: Stats | undefined };

/** One state or all, with how many are in each. One line that is drawn sideways where it does not fit. */
export function StateFilter({ chosen, stats }: Props) {
  return (
    <fieldset className="-mx-4 min-w-0 overflow-x-auto px-4 py-1 sm:-mx-6 sm:px-6 lg:mx-0 lg:px-0">
      <legend className="sr-only">Only messages of one state</legend>
      <div className="flex gap-1.5 lg:flex-wrap">
        <Chip isChosen={chosen === undefined} onClick={() => setQuery({ state: undefined })}>
          All
        </Chip>
        {[...STATES].map(([state, { mood, words }]) => {
          const count = countOf(state, stats);
          return (
            <Chip
              key={state}
              isChosen={chosen === state}
              title={isCountedForEver(state) ? `${words} Counted since the beginning.` : words}
              onClick={() => setQuery({ state: chosen === state ? undefined : state })}
            >
              <MoodDot mood={mood} />
              {state}
              {count !== undefined && (
                <span className="text-muted tabular-nums group-aria-pressed:text-ink">
                  {countWords(count)}
                </span>
              )}
            </Chip>
          );
        })}
      </div>
    </fieldset>
  );
}

/** `/stats` counts ends since the beginning, and beside that the dead letters there are. */
function isCountedForEver(state: string): boolean {
  return isEnd(state) && state !== "failed";
}

function countOf(state: string, stats: Stats | undefined): number | undefined {
  return state === "failed" ? stats?.deadLetters : stats?.states[state];
}

type ChipProps = { isChosen: boolean; title?: string; onClick: () => void; children: ReactNode };

function Chip({ isChosen, title, onClick, children }: ChipProps) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      title={title}
      onClick={onClick}
      className="group inline-flex h-8 shrink-0 items-center gap-1.5 rounded-full border border-line bg-card px-3 text-muted text-xs hover:border-line-strong hover:text-ink aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-ink pointer-coarse:h-11"
    >
      {children}
    </button>
  );
}
