import { momentWords } from "../parts/times.ts";
import { type ChartSpec, type Line, wordsOf } from "./charts.ts";
import type { Columns, Figure } from "./columns.ts";
import { SWATCHES } from "./inks.ts";
import { summaryOf } from "./summary.ts";

type Props = {
  spec: ChartSpec;
  columns: Columns;
  /** The point under the pointer. */
  at: number | undefined;
};

/** Legend of a chart, and the same in figures for those who do not see it. */
export function LineTable({ spec, columns, at }: Props) {
  const atMs = at === undefined ? undefined : columns.timesMs[at];
  return (
    <table className="mt-3 w-full border-collapse text-sm tabular-nums">
      <caption className="sr-only">{spec.title}, now and over what is shown</caption>
      <thead>
        <tr className="border-line border-b text-muted text-xs">
          <th scope="col" className="py-1 text-left font-normal">
            <span className="sr-only">Line</span>
          </th>
          <Head>{atMs === undefined ? "Now" : momentWords(atMs, atMs)}</Head>
          <Head>Mean</Head>
          <Head>Most</Head>
        </tr>
      </thead>
      <tbody>
        {spec.lines.map((line, index) => {
          const figures = columns.figures[index] ?? [];
          const { last, mean, most } = summaryOf(figures);
          const words = wordsOf(spec, line);
          return (
            <tr key={line.name}>
              <th scope="row" className="flex items-center gap-2 py-1 text-left font-normal">
                <Swatch line={line} />
                {line.name}
              </th>
              <Cell figure={at === undefined ? last : (figures[at] ?? null)} words={words} />
              <Cell figure={mean} words={words} />
              <Cell figure={most} words={words} />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Head({ children }: { children: string }) {
  return (
    <th scope="col" className="w-16 py-1 text-right sm:w-20 font-normal">
      {children}
    </th>
  );
}

function Cell({ figure, words }: { figure: Figure; words: (figure: number) => string }) {
  return (
    <td className="py-1 text-right">
      {figure === null ? (
        <span className="text-muted">
          <span aria-hidden="true">–</span>
          <span className="sr-only">not known</span>
        </span>
      ) : (
        words(figure)
      )}
    </td>
  );
}

function Swatch({ line: { ink, dashed = false, isShade = false } }: { line: Line }) {
  const { line, shade } = SWATCHES[ink];
  const look = isShade ? `h-3 opacity-30 ${shade}` : `border-t-2 ${line} ${dashed ? "border-dashed" : ""}`;
  return <span aria-hidden="true" className={`w-4 shrink-0 ${look}`} />;
}
