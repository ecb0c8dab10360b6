import { useCallback, useState } from "react";
import type { Stats } from "../feed/index.ts";
import { countWords } from "../parts/figures.ts";
import type { ViewProps } from "../shell/view-props.ts";
import { closeMessage, type Tab, tabAddress, useAddress } from "./address.ts";
import { DeadTab } from "./dead-tab.tsx";
import { MessagePane } from "./message-pane.tsx";
import { MessagesTab } from "./messages-tab.tsx";
import { QuarantineTab } from "./quarantine-tab.tsx";
import type { Discarded } from "./use-changes.ts";
import { useCounts } from "./use-counts.ts";

/** What became of each message: a list, and beside it the one that is looked at; on a narrow screen in its place. */
export function MessagesView({ session }: ViewProps) {
  const address = useAddress();
  const { tab, id } = address;
  const counts = useCounts();
  const [discarded, setDiscarded] = useState<Discarded>();
  const isOpen = id !== undefined;

  const onDiscarded = useCallback(
    (gone: string): void => {
      setDiscarded({ id: gone });
      if (gone === id) closeMessage();
    },
    [id],
  );

  return (
    <div className="flex flex-col gap-4">
      <Tabs chosen={tab} counts={counts} />
      <div className={isOpen ? "items-start gap-6 lg:grid lg:grid-cols-[minmax(0,1fr)_24rem]" : ""}>
        <div className={isOpen ? "hidden min-w-0 lg:block" : ""}>
          {tab === "messages" && (
            <MessagesTab
              address={address}
              counts={counts}
              discarded={discarded}
              onUnauthorized={session.expired}
            />
          )}
          {tab === "dead" && (
            <DeadTab
              address={address}
              discarded={discarded}
              onDiscarded={onDiscarded}
              onUnauthorized={session.expired}
            />
          )}
          {tab === "quarantine" && <QuarantineTab onUnauthorized={session.expired} />}
        </div>
        {isOpen && (
          <div className="lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)] lg:overflow-y-auto">
            <MessagePane key={id} id={id} onDiscarded={onDiscarded} onUnauthorized={session.expired} />
          </div>
        )}
      </div>
    </div>
  );
}

function Tabs({ chosen, counts }: { chosen: Tab; counts: Stats | undefined }) {
  const tabs: readonly { tab: Tab; title: string; count: number | undefined }[] = [
    { tab: "messages", title: "All", count: undefined },
    { tab: "dead", title: "Dead letters", count: counts?.deadLetters },
    { tab: "quarantine", title: "Quarantine", count: counts?.quarantined },
  ];
  return (
    <nav aria-label="Lists of messages" className="flex gap-5 border-line border-b">
      {tabs.map(({ tab, title, count }) => (
        <a
          key={tab}
          href={tabAddress(tab)}
          aria-current={tab === chosen ? "page" : undefined}
          className="-mb-px inline-flex min-h-10 items-center gap-2 border-transparent border-b-2 text-muted text-sm hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink pointer-coarse:min-h-11"
        >
          {title}
          {count !== undefined && (
            <span className="rounded-full bg-sunken px-2 text-muted text-xs tabular-nums leading-5">
              {countWords(count)}
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}
