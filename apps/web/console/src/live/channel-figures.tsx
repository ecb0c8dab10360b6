import { useFeed } from "../feed/index.ts";
import { Card } from "../parts/card.tsx";
import { type FigureRow, figureRows } from "./figure-rows.ts";
import type { Guard } from "./guard.ts";
import { useChannels } from "./use-channels.ts";

/** So many rows are drawn; a Redis may have thousands of channels. */
const MOST_ROWS = 100;

const COLUMNS: readonly { title: string; of: (row: FigureRow) => number | undefined }[] = [
  { title: "Subscribers", of: (row) => row.subscribers },
  { title: "Published", of: (row) => row.published },
  { title: "Delivered", of: (row) => row.delivered },
  { title: "Received", of: (row) => row.received },
  { title: "Fanned out", of: (row) => row.fannedOut },
];

/** Each channel as Redis and this web process see it. */
export function ChannelFigures({ guard }: { guard: Guard }) {
  const channels = useChannels(guard);
  const stats = useFeed((state) => state.stats);
  const rows = figureRows(channels, stats?.channels);
  return (
    <Card
      title="Channels"
      hint="Published, delivered and received since web started or was reset."
      aside={
        channels !== undefined && (
          <span className="text-muted text-xs tabular-nums" title="PUBSUB NUMPAT of the whole Redis">
            {channels.patterns === 1 ? "1 pattern" : `${channels.patterns} patterns`}
          </span>
        )
      }
    >
      {rows.length === 0 ? (
        <p className="text-muted text-sm">
          No channel has a subscriber or a message yet. Add a subscriber, and its channels appear here.
        </p>
      ) : (
        <FigureTable rows={rows.slice(0, MOST_ROWS)} total={stats} />
      )}
      <div className="mt-4 flex flex-col gap-1.5 text-muted text-xs leading-5">
        {(rows.length > MOST_ROWS || channels?.more === true) && (
          <p>There are more channels than are shown here.</p>
        )}
        <p>
          Subscribers are those of all of Redis, without patterns (PUBSUB NUMSUB). Delivered is the sum of
          what Redis answered to what was published through web. Received came to web on its one connection;
          fanned out was handed on to its own subscribers.
        </p>
      </div>
    </Card>
  );
}

type TableProps = {
  rows: readonly FigureRow[];
  total: Omit<FigureRow, "channel" | "subscribers"> | undefined;
};

/** On a phone each row is a block, and each figure stands beside its own title. */
function FigureTable({ rows, total }: TableProps) {
  return (
    <table className="w-full text-left text-sm max-sm:block">
      <thead className="text-muted text-xs max-sm:sr-only">
        <tr>
          <th className="pr-3 pb-2 font-medium">Channel</th>
          {COLUMNS.map(({ title }) => (
            <th key={title} className="whitespace-nowrap pb-2 pl-3 text-right font-medium">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line max-sm:block">
        {rows.map((row) => (
          <Row key={row.channel} row={row} />
        ))}
      </tbody>
      {total !== undefined && (
        <tfoot className="border-line-strong border-t max-sm:block">
          <Row row={{ ...total, channel: "All", subscribers: undefined }} all />
        </tfoot>
      )}
    </table>
  );
}

function Row({ row, all = false }: { row: FigureRow; all?: boolean }) {
  return (
    <tr className="max-sm:grid max-sm:grid-cols-2 max-sm:gap-x-4 max-sm:py-2.5">
      <th
        scope="row"
        className={`w-full max-w-0 truncate py-2 pr-3 max-sm:max-w-full max-sm:col-span-2 max-sm:py-1 ${all ? "font-medium" : "font-mono font-normal text-xs"}`}
        title={row.channel}
      >
        {row.channel}
      </th>
      {COLUMNS.map(({ title, of }) => (
        <td
          key={title}
          data-title={title}
          className="py-2 pl-3 text-right tabular-nums max-sm:flex max-sm:justify-between max-sm:p-0 max-sm:text-xs max-sm:before:text-muted max-sm:before:content-[attr(data-title)]"
        >
          {of(row)?.toLocaleString("en") ?? "–"}
        </td>
      ))}
    </tr>
  );
}
