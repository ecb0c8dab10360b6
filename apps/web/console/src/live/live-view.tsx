import { useFeed } from "../feed/index.ts";
import type { ViewProps } from "../shell/view-props.ts";
import { Boards } from "./boards.tsx";
import { ChannelFigures } from "./channel-figures.tsx";
import { ChannelPublisher } from "./channel-publisher.tsx";
import { useGuard } from "./guard.ts";
import { Subscribers } from "./subscribers.tsx";

/** What goes over Redis at this moment: who listens, what they hear, and what stands on the boards. */
export function LiveView({ health, session }: ViewProps) {
  const readOnly = useFeed((state) => state.hello?.readOnly === true);
  const guard = useGuard(session.expired);
  const shared = { readOnly, guard };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem] lg:grid-rows-[auto_1fr]">
      <div className="lg:col-start-2">
        <ChannelPublisher {...shared} />
      </div>
      <div className="flex flex-col gap-6 lg:col-start-1 lg:row-span-2 lg:row-start-1">
        <Subscribers {...shared} />
        <ChannelFigures guard={guard} />
      </div>
      <div className="lg:col-start-2">
        <Boards {...shared} withKey={health.report?.keys === true} />
      </div>
    </div>
  );
}
