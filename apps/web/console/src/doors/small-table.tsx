import type { ReactNode } from "react";
import { NotKnown } from "./facts.tsx";

/** So many rows are shown; who leaves by force may stay in Redis's lists for a while. */
const ROWS = 20;

type Props = {
  caption: string;
  heads: readonly [name: string, ...figures: string[]];
  /** The first cell of each names it. undefined: not known. */
  rows: readonly (readonly [name: string, ...figures: ReactNode[]])[] | undefined;
  /** In words, when there are no rows. */
  none: string;
};

export function SmallTable({ caption, heads, rows, none }: Props) {
  return (
    <div className="mt-5 text-sm">
      <h3 className="font-medium text-xs">{caption}</h3>
      {rows === undefined || rows.length === 0 ? (
        <p className="mt-1.5 text-muted">{rows === undefined ? <NotKnown /> : none}</p>
      ) : (
        <Table caption={caption} heads={heads} rows={rows} />
      )}
    </div>
  );
}

function Table({
  caption,
  heads,
  rows,
}: Omit<Props, "none" | "rows"> & { rows: NonNullable<Props["rows"]> }) {
  return (
    <>
      <table className="mt-1.5 w-full table-fixed border-collapse tabular-nums">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-line border-b text-left text-muted text-xs">
            {heads.map((head, at) => (
              <th key={head} scope="col" className={`py-1.5 font-normal ${at > 0 ? "w-24 text-right" : ""}`}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.slice(0, ROWS).map(([name, ...figures]) => (
            <tr key={name}>
              <th
                scope="row"
                title={name}
                className="truncate py-1.5 text-left font-mono font-normal text-xs"
              >
                {name}
              </th>
              {figures.map((figure, at) => (
                <td key={heads[at + 1]} className="py-1.5 text-right">
                  {figure}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > ROWS && <p className="mt-1.5 text-muted text-xs">And {rows.length - ROWS} more.</p>}
    </>
  );
}
