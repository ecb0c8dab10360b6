import { useMemo } from "react";
import { useFeed } from "../feed/index.ts";
import { AsOf } from "../parts/as-of.tsx";
import { ChannelCard } from "./channel-card.tsx";
import { parseDoors } from "./doors.ts";
import { IntakeCard } from "./intake-card.tsx";
import { QueueCard } from "./queue-card.tsx";
import { StreamCard } from "./stream-card.tsx";

const NOTHING_YET = {};

/** The three ways in, and what waits at each. */
export function DoorsView() {
  const fields = useFeed((state) => state.stats?.fields) ?? NOTHING_YET;
  const doors = useMemo(() => parseDoors(fields), [fields]);

  return (
    <div className="flex flex-col gap-6">
      <AsOf />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-2">
        <div className="flex flex-col gap-6">
          <ChannelCard channel={doors.channel} />
          <QueueCard queue={doors.queue} />
        </div>
        <div className="flex flex-col gap-6">
          <StreamCard stream={doors.stream} />
          <IntakeCard intake={doors.intake} />
        </div>
      </div>
    </div>
  );
}
