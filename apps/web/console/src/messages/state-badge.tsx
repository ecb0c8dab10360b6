import { type StateMood, stateWords } from "./states.ts";

const DOTS: Record<StateMood, string> = {
  going: "bg-accent",
  waiting: "bg-warn",
  ok: "bg-ok",
  fail: "bg-fail",
  over: "bg-unknown",
};

const INKS: Record<StateMood, string> = {
  going: "text-accent",
  waiting: "text-warn-ink",
  ok: "text-ok-ink",
  fail: "text-fail-ink",
  over: "text-muted",
};

/** The colour of a mood. Decoration: the words beside it say the same. */
export function MoodDot({ mood }: { mood: StateMood }) {
  return <span aria-hidden="true" className={`inline-block size-2 shrink-0 rounded-full ${DOTS[mood]}`} />;
}

/** A state by its name; what it means on hover. */
export function StateBadge({ state }: { state: string }) {
  const { mood, words } = stateWords(state);
  return (
    <span
      title={words}
      className={`inline-flex items-center gap-1.5 whitespace-nowrap font-medium text-xs ${INKS[mood]}`}
    >
      <MoodDot mood={mood} />
      {state}
    </span>
  );
}
