import { lazy, Suspense, useMemo, useState } from "react";
import type { StatsPoint } from "../feed/index.ts";
import { Card } from "../parts/card.tsx";
import type { ChartSpec } from "./charts.ts";
import { type Columns, columnsOf } from "./columns.ts";
import type { Palette } from "./inks.ts";
import { LineTable } from "./line-table.tsx";
import { MinuteTable } from "./minute-table.tsx";

const Drawing = lazy(async () => ({ default: (await import("./drawing.tsx")).Drawing }));

type Props = { spec: ChartSpec; history: readonly StatsPoint[]; palette: Palette };

export function ChartCard({ spec, history, palette }: Props) {
  const columns = useMemo(() => columnsOf(history, spec.lines), [history, spec]);
  const [at, setAt] = useState<number>();
  const [isOpen, setOpen] = useState(false);
  const { isWide = false } = spec;

  return (
    <div className={isWide ? "lg:col-span-2" : ""}>
      <Card title={spec.title} hint={spec.hint}>
        <div className={isWide ? "gap-6 lg:grid lg:grid-cols-[minmax(0,1fr)_22rem]" : ""}>
          <div className={`relative ${isWide ? "h-56" : "h-44"}`}>
            {/* A picture of what the table says. */}
            <div aria-hidden="true" className="size-full">
              <Suspense>
                <Drawing spec={spec} columns={columns} palette={palette} onCursor={setAt} />
              </Suspense>
            </div>
            {knowsNothing(columns) && (
              <p className="absolute inset-x-14 top-1/3 bg-card text-center text-muted text-sm">
                {spec.none}
              </p>
            )}
          </div>
          <LineTable spec={spec} columns={columns} at={at} />
        </div>
        <details className="mt-3" onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary className="w-fit cursor-pointer py-1 text-muted text-xs hover:text-ink pointer-coarse:py-3">
            By the minute
          </summary>
          {isOpen && <MinuteTable spec={spec} columns={columns} />}
        </details>
      </Card>
    </div>
  );
}

function knowsNothing({ figures }: Columns): boolean {
  return figures.every((line) => line.every((figure) => figure === null));
}
