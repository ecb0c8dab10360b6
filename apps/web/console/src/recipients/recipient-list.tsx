import { useCallback } from "react";
import { type Recipient, readRecipients } from "../api/recipients.ts";
import { userIdFault } from "../api/user-id.ts";
import { useFeed } from "../feed/index.ts";
import { type Column, ItemTable, rowLinkClass } from "../paging/item-table.tsx";
import { PagedSection } from "../paging/paged-section.tsx";
import { useHeld } from "../paging/use-held.ts";
import { usePages } from "../paging/use-pages.ts";
import { Ago } from "../parts/ago.tsx";
import { Button } from "../parts/button.tsx";
import { CommandLine } from "../parts/command-line.tsx";
import { countWords } from "../parts/figures.ts";
import { SearchField, useTypedSearch } from "../parts/search-field.tsx";
import { go, hashOf, setParams } from "../shell/route.ts";
import { RecipientBadge } from "./recipient-badge.tsx";

const COLUMNS: readonly Column<Recipient>[] = [
  {
    name: "User id",
    width: "w-64",
    className: "order-1 min-w-0 basis-full",
    cell: ({ id }, { address }) => (
      <a href={address} className={`block truncate font-mono text-xs ${rowLinkClass}`} title={id}>
        <bdi>{id}</bdi>
      </a>
    ),
  },
  {
    name: "State",
    width: "w-32",
    className: "order-2",
    cell: ({ state }) => <RecipientBadge state={state} />,
  },
  {
    name: "Chats",
    width: "",
    className: "order-3 min-w-0 truncate text-muted",
    cell: ({ chats }) => <Chats chats={chats} />,
  },
  {
    name: "Linked",
    width: "w-28",
    className: "order-4 ml-auto whitespace-nowrap text-muted text-xs",
    cell: ({ linkedAtMs }) => linkedAtMs !== undefined && <Ago ms={linkedAtMs} />,
  },
  {
    name: "Waiting",
    width: "w-28",
    className: "order-5 text-xs tabular-nums @max-4xl:empty:hidden",
    cell: ({ chats, parked }) => {
      const all = chats.reduce((sum, chat) => sum + chat.waiting + chat.parked, parked);
      return all > 0 && `${countWords(all)} waiting`;
    },
  },
];

type Props = { q: string | undefined; onUnauthorized: () => void };

/** Everybody who was ever given a link, by user id. */
export function RecipientList({ q, onUnauthorized }: Props) {
  const [typed, setTyped] = useTypedSearch(q ?? "", search);
  const { ref, isHeld } = useHeld();
  const read = useCallback((cursor?: string) => readRecipients(q, cursor), [q]);
  // Every event is of somebody; who waits for whom changes with the number of parked ones.
  const news = useFeed(
    ({ recipientEventsSeen, stats, gaps, opened }) =>
      `${recipientEventsSeen} ${stats?.states.parked} ${gaps} ${opened}`,
  );
  const list = usePages({ read, news, isHeld, onUnauthorized });
  const id = typed.trim();

  return (
    <div className="flex flex-col gap-4">
      <search className="flex flex-wrap items-center gap-2">
        <SearchField
          label="Search recipients"
          placeholder="Your user id, or a chat's id"
          typed={typed}
          onType={setTyped}
        />
        {userIdFault(id) === undefined && (
          <Button onClick={() => go("recipients", { q, id })}>
            Open <bdi className="max-w-40 truncate">{id}</bdi>
          </Button>
        )}
      </search>
      <PagedSection
        list={list}
        held={ref}
        what={["recipient", "recipients"]}
        older="More"
        empty={q === undefined ? <NobodyYet /> : <NobodyFound q={q} />}
      >
        {(items) => (
          <ItemTable
            caption="Recipients"
            columns={COLUMNS}
            items={items}
            addressOf={(to) => hashOf("recipients", { q, id: to })}
          />
        )}
      </PagedSection>
    </div>
  );
}

function search(q: string | undefined): void {
  setParams({ q });
}

function Chats({ chats: [first, ...others] }: Pick<Recipient, "chats">) {
  if (first === undefined) return "no chat yet";
  return (
    <>
      <bdi>{first.name ?? `chat ${first.id}`}</bdi>
      {others.length > 0 && ` and ${others.length} more`}
    </>
  );
}

function NobodyYet() {
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p>
        <strong className="font-semibold">Nobody yet.</strong>{" "}
        <span className="text-muted">
          Type one of your own user ids above and press Open, or ask for a link from a program. Whoever opens
          it in Telegram is that user from then on.
        </span>
      </p>
      <CommandLine
        what="the command that makes a link"
        command={`curl -X POST ${location.origin}/recipients/shop-7/link -H 'Content-Type: application/json' -d '{}'`}
      />
    </div>
  );
}

function NobodyFound({ q }: { q: string }) {
  return (
    <p className="text-sm">
      <strong className="font-semibold">
        No user id begins with “<bdi>{q}</bdi>”.
      </strong>{" "}
      <span className="text-muted">Press Open to make a link for that id.</span>
    </p>
  );
}
