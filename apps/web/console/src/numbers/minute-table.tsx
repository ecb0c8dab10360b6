import { clockTime } from "../parts/times.ts";
import { type ChartSpec, wordsOf } from "./charts.ts";
import type { Columns } from "./columns.ts";
import { minutesOf } from "./summary.ts";

/** The whole chart as a table: the mean of each minute. */
export function MinuteTable({ spec, columns }: { spec: ChartSpec; columns: Columns }) {
  return (
    <div className="mt-2 overflow-x-auto">
      <table className="w-full border-collapse text-xs tabular-nums">
        <caption className="sr-only">{spec.title}, the mean of each minute</caption>
        <thead>
          <tr className="border-line border-b text-muted">
            <th scope="col" className="py-1.5 pr-3 text-left font-normal">
              From
            </th>
            {spec.lines.map(({ name }) => (
              <th key={name} scope="col" className="py-1.5 pl-3 text-right font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {minutesOf(columns).map(({ fromMs, means }) => (
            <tr key={fromMs}>
              <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                {clockTime(fromMs)}
              </th>
              {spec.lines.map((line, at) => {
                const mean = means[at] ?? null;
                return (
                  <td key={line.name} className="py-1.5 pl-3 text-right">
                    {mean === null ? "–" : wordsOf(spec, line)(mean)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
