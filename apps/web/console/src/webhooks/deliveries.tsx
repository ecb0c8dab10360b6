import { useCallback, useMemo, useState } from "react";
import type { Problem } from "../api/problem.ts";
import { useReadOnly } from "../feed/index.ts";
import { type Column, ItemTable } from "../paging/item-table.tsx";
import { PagedSection } from "../paging/paged-section.tsx";
import { useHeld } from "../paging/use-held.ts";
import { usePages } from "../paging/use-pages.ts";
import { Ago } from "../parts/ago.tsx";
import { Button } from "../parts/button.tsx";
import { RetrySince } from "../parts/retry-since.tsx";
import { hashOf } from "../shell/route.ts";
import { readDeliveries, retryDeliveries, retryDelivery } from "./calls.ts";
import { useCallNews } from "./use-call-news.ts";
import { type Delivery, type DeliveryState, outcomeWords } from "./webhooks.ts";

const LINK = "text-accent underline underline-offset-2";

const COLUMNS: readonly Column<Delivery>[] = [
  {
    name: "Event",
    width: "w-24",
    className: "order-2 ml-auto whitespace-nowrap text-muted text-xs",
    cell: ({ createdAtMs }) => createdAtMs !== undefined && <Ago ms={createdAtMs} />,
  },
  {
    name: "Type",
    width: "w-40",
    className: "order-1 truncate font-mono text-xs",
    cell: ({ type }) => type,
  },
  {
    name: "About",
    width: "",
    className: "order-3 min-w-0 max-w-full basis-full truncate text-xs",
    cell: ({ userId, notificationId }) => (
      <>
        {userId !== undefined && (
          <a className={LINK} href={hashOf("recipients", { id: userId })}>
            <bdi>{userId}</bdi>
          </a>
        )}
        {notificationId !== undefined && (
          <>
            {" "}
            <a className={LINK} href={hashOf("messages", { id: notificationId })}>
              {notificationId}
            </a>
          </>
        )}
      </>
    ),
  },
  {
    name: "Tries",
    width: "w-16",
    className: "order-4 text-muted text-xs tabular-nums",
    cell: ({ attempts }) => (
      <>
        {attempts}
        <span className="@4xl:hidden">{attempts === 1 ? " try" : " tries"}</span>
      </>
    ),
  },
  {
    name: "Answer",
    width: "w-56",
    className: "order-5 min-w-0 break-words text-xs @max-4xl:empty:hidden",
    cell: (delivery) => outcomeWords(delivery),
  },
];

const NEXT: Column<Delivery> = {
  name: "Next try",
  width: "w-24",
  className: "order-6 text-muted text-xs",
  cell: ({ nextAtMs }) => nextAtMs !== undefined && <Ago ms={nextAtMs} />,
};

const EMPTY: Record<DeliveryState, string> = {
  waiting: "Nothing waits: every event was told.",
  delivered: "Nothing was told within the last day. Publish something, and it appears here.",
  dead: "Nothing was given up. What fails for about 28 hours is kept here for 14 days.",
};

type Props = { state: DeliveryState; onUnauthorized: () => void };

/** The calls of one state, the newest first. */
export function Deliveries({ state, onUnauthorized }: Props) {
  const { ref, isHeld } = useHeld();
  const read = useCallback((cursor?: string) => readDeliveries(state, cursor), [state]);
  const list = usePages({ read, news: useCallNews(), isHeld, onUnauthorized });
  const readOnly = useReadOnly();
  const { refresh } = list;

  const columns = useMemo<readonly Column<Delivery>[]>(() => {
    const retry: Column<Delivery> = {
      name: "What to do",
      width: "w-32",
      className: "order-9 relative z-10",
      cell: ({ id }) => <Retry id={id} onDone={refresh} />,
    };
    const acts = readOnly || state === "delivered" ? [] : [retry];
    return [...COLUMNS, ...(state === "waiting" ? [NEXT] : []), ...acts];
  }, [refresh, readOnly, state]);

  return (
    <>
      {state === "dead" && !readOnly && (
        <RetrySince
          isNeeded={(list.pages.items?.length ?? 0) > 0}
          wordsFor={(since) => `Your app is called again for every event given up since ${since}.`}
          retrySince={retryDeliveries}
          onDone={refresh}
        />
      )}
      <PagedSection
        list={list}
        held={ref}
        what={["call", "calls"]}
        empty={<p className="text-muted text-sm">{EMPTY[state]}</p>}
      >
        {(items) => <ItemTable caption="Calls" columns={columns} items={items} addressOf={() => ""} />}
      </PagedSection>
    </>
  );
}

function Retry({ id, onDone }: { id: string; onDone: () => void }) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const retry = async (): Promise<void> => {
    setBusy(true);
    setProblem(await retryDelivery(id));
    setBusy(false);
    onDone();
  };
  return (
    <>
      <Button look="quiet" busy={isBusy} label={`Try now: ${id}`} onClick={() => void retry()}>
        Try now
      </Button>
      {problem !== undefined && (
        <span role="alert" className="ml-2 text-fail-ink text-xs">
          {problem.detail}
        </span>
      )}
    </>
  );
}
