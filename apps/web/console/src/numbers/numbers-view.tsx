import { useFeed } from "../feed/index.ts";
import { AsOf } from "../parts/as-of.tsx";
import { Card } from "../parts/card.tsx";
import { ChartCard } from "./chart-card.tsx";
import { CHARTS } from "./charts.ts";
import { GlanceList } from "./glance-list.tsx";
import { usePalette } from "./use-palette.ts";

/** The last ten minutes, as far as this page was open. */
export function NumbersView() {
  const stats = useFeed((state) => state.stats);
  const history = useFeed((state) => state.statsHistory);
  const palette = usePalette();

  if (stats === undefined) return <NothingYet />;
  return (
    <div className="flex flex-col gap-6">
      <AsOf />
      <GlanceList stats={stats} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-2">
        {CHARTS.map((spec) => (
          <ChartCard key={spec.title} spec={spec} history={history} palette={palette} />
        ))}
      </div>
    </div>
  );
}

function NothingYet() {
  return (
    <Card title="Numbers">
      <p className="text-sm">
        The first figures come within two seconds of web's answering. The same as JSON:{" "}
        <code className="break-words rounded bg-sunken px-1 py-0.5 font-mono text-xs">
          curl {location.origin}/stats
        </code>
      </p>
    </Card>
  );
}
