import { useCallback, useState } from "react";
import type { Stats } from "../feed/index.ts";
import { type Tab, Tabs } from "../parts/tabs.tsx";
import type { ViewProps } from "../shell/view-props.ts";
import { closeMessage, type Tab as ListTab, tabAddress, useAddress } from "./address.ts";
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
      <Tabs label="Lists of messages" tabs={tabsOf(tab, counts)} />
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

function tabsOf(chosen: ListTab, counts: Stats | undefined): Tab[] {
  const tabs: readonly { tab: ListTab; title: string; count: number | undefined }[] = [
    { tab: "messages", title: "All", count: undefined },
    { tab: "dead", title: "Dead letters", count: counts?.deadLetters },
    { tab: "quarantine", title: "Quarantine", count: counts?.quarantined },
  ];
  return tabs.map(({ tab, title, count }) => ({
    address: tabAddress(tab),
    title,
    count,
    isChosen: tab === chosen,
  }));
}
