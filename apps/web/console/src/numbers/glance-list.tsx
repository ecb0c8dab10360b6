import type { Stats } from "../feed/index.ts";
import { type Glance, glancesOf } from "./glance.ts";

export function GlanceList({ stats }: { stats: Stats }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line shadow-lift sm:grid-cols-4 xl:grid-cols-8">
      {glancesOf(stats).map((glance) => (
        <GlanceCell key={glance.name} glance={glance} />
      ))}
    </dl>
  );
}

function GlanceCell({ glance: { name, words, href, isBad = false } }: { glance: Glance }) {
  return (
    <div className="relative flex flex-col gap-0.5 bg-card px-4 py-3">
      <dt className="text-muted text-xs">{name}</dt>
      <dd className={`font-semibold text-lg tabular-nums ${isBad ? "text-warn-ink" : ""}`}>
        {href === undefined ? (
          words
        ) : (
          <a
            href={href}
            className="underline decoration-line-strong underline-offset-4 after:absolute after:inset-0 hover:decoration-accent"
          >
            {words}
          </a>
        )}
      </dd>
    </div>
  );
}
