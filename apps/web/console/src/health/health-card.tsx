import { Card } from "../parts/card.tsx";
import { Marked } from "../parts/marked.tsx";
import { momentWords } from "../parts/times.ts";
import { MOOD_WORDS, type Mood, type Sentence, sentencesOf } from "./health-words.ts";
import { StatusDot } from "./status-dot.tsx";
import type { HealthState } from "./use-health.ts";

const INKS: Record<Mood, string> = {
  ok: "text-ok-ink",
  warn: "text-warn-ink",
  fail: "text-fail-ink",
  unknown: "text-muted",
};

/** What each part says of itself: status, words and, where something is wrong, since when and what to do. */
export function HealthCard({ health }: { health: HealthState }) {
  return (
    <Card title="Health" hint="Asked every two seconds.">
      <ul className="flex flex-col divide-y divide-line">
        {sentencesOf(health).map((sentence) => (
          <Line key={sentence.key} sentence={sentence} />
        ))}
      </ul>
    </Card>
  );
}

function Line({ sentence }: { sentence: Sentence }) {
  const { subject, mood, words, sinceMs, remedy } = sentence;
  return (
    <li className="py-3 text-sm first:pt-0 last:pb-0" data-mood={mood}>
      <div className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 truncate font-medium" title={subject}>
          {subject}
        </span>
        <span className={`inline-flex items-center gap-2 text-xs ${INKS[mood]}`}>
          <StatusDot mood={mood} />
          {MOOD_WORDS[mood]}
        </span>
      </div>
      <p className="mt-0.5 break-words text-muted">
        {words}
        {sinceMs !== undefined && <> Since {momentWords(sinceMs, Date.now())}.</>}
      </p>
      {remedy !== undefined && (
        <p className="mt-1.5 break-words border-line-strong border-l-2 pl-3">
          <Marked text={remedy} />
        </p>
      )}
    </li>
  );
}
