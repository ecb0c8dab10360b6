import { useCallback } from "react";
import type { Stats } from "../feed/index.ts";
import { ItemTable } from "../paging/item-table.tsx";
import { PagedSection } from "../paging/paged-section.tsx";
import { useHeld } from "../paging/use-held.ts";
import { usePages } from "../paging/use-pages.ts";
import { Button } from "../parts/button.tsx";
import { CommandLine } from "../parts/command-line.tsx";
import { type Address, addressOf, setQuery } from "./address.ts";
import { readMessages } from "./calls.ts";
import { COLUMNS } from "./columns.tsx";
import { SearchBox } from "./search-box.tsx";
import { StateFilter } from "./state-filter.tsx";
import { type Discarded, useChanges, useDiscarded, useMissedChanges, useNews } from "./use-changes.ts";

const ALL = [
  COLUMNS.accepted,
  COLUMNS.user,
  COLUMNS.text,
  COLUMNS.state,
  COLUMNS.via,
  COLUMNS.priority,
  COLUMNS.attempts,
  COLUMNS.reason,
];

type Props = {
  address: Address;
  counts: Stats | undefined;
  discarded: Discarded | undefined;
  onUnauthorized: () => void;
};

/** All messages that are kept, the newest first: searched, filtered and followed. */
export function MessagesTab({ address, counts, discarded, onUnauthorized }: Props) {
  const { params, query } = address;
  const { state, q, userId } = query;
  const read = useCallback(
    (cursor?: string) => readMessages({ state, q, userId }, cursor),
    [state, q, userId],
  );
  const { ref, isHeld } = useHeld();
  const list = usePages({ read, news: useNews(), isHeld, onUnauthorized });
  useChanges(list.changeEach);
  useMissedChanges(list);
  useDiscarded(discarded, list.changeEach);

  return (
    <div className="flex flex-col gap-4">
      <SearchBox query={query} />
      <StateFilter chosen={state} stats={counts} />
      <PagedSection
        list={list}
        held={ref}
        what={["message", "messages"]}
        empty={state === undefined && q === undefined && userId === undefined ? <NoneYet /> : <NoneFound />}
      >
        {(items) => (
          <ItemTable
            caption="Messages"
            columns={ALL}
            items={items}
            addressOf={(id) => addressOf(params, id)}
            openId={address.id}
          />
        )}
      </PagedSection>
    </div>
  );
}

function NoneYet() {
  const body = `'{"user_id": 42, "message": "Your order is on its way."}'`;
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p>
        <strong className="font-semibold">No messages yet.</strong>{" "}
        <span className="text-muted">
          Each has a record here from the moment it is accepted. Publish one:
        </span>
      </p>
      <CommandLine
        what="the command that publishes"
        command={`curl ${location.origin}/notifications -H 'Content-Type: application/json' -d ${body}`}
      />
    </div>
  );
}

function NoneFound() {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 text-sm">
      <p>
        <strong className="font-semibold">No message is like that.</strong>{" "}
        <span className="text-muted">Those that ended are forgotten after a day, dead letters after 14.</span>
      </p>
      <Button look="quiet" onClick={() => setQuery({ state: undefined, q: undefined, userId: undefined })}>
        Show all
      </Button>
    </div>
  );
}
