import { type Column, rowLinkClass } from "../paging/item-table.tsx";
import { Ago } from "../parts/ago.tsx";
import type { Message } from "./message.ts";
import { reasonWords } from "./reason-words.ts";
import { StateBadge } from "./state-badge.tsx";

export type MessageColumn = Column<Message>;

/** The element that the focus returns to when the message is closed. */
export function rowId(id: string): string {
  return `message-${id}`;
}

const MOMENT = "order-2 ml-auto whitespace-nowrap text-muted text-xs";

export const COLUMNS = {
  accepted: {
    name: "Accepted",
    width: "w-24",
    className: MOMENT,
    cell: ({ acceptedAtMs }) => acceptedAtMs !== undefined && <Ago ms={acceptedAtMs} />,
  },
  givenUp: {
    name: "Given up",
    width: "w-24",
    className: MOMENT,
    cell: ({ changedAtMs }) => changedAtMs !== undefined && <Ago ms={changedAtMs} />,
  },
  user: {
    name: "User",
    width: "w-30",
    className: "order-4 max-w-full truncate font-mono text-xs",
    cell: ({ userId }) => (
      <>
        <span className="font-sans text-muted @4xl:hidden">to </span>
        <bdi title={userId}>{userId ?? "?"}</bdi>
      </>
    ),
  },
  text: {
    name: "Message",
    width: "",
    className: "order-3 basis-full",
    cell: ({ id, text }, { address, isOpen }) => (
      <a
        id={rowId(id)}
        href={address}
        aria-current={isOpen}
        className={`line-clamp-2 break-words @4xl:line-clamp-1 ${rowLinkClass}`}
      >
        {text.trim() === "" ? <span className="text-muted">no text that can be read</span> : text}
      </a>
    ),
  },
  state: {
    name: "State",
    width: "w-28",
    className: "order-1",
    cell: ({ state }) => <StateBadge state={state} />,
  },
  via: { name: "Door", width: "w-17", className: "order-5 text-muted text-xs", cell: ({ via }) => via },
  priority: {
    name: "Priority",
    width: "w-17",
    className: "order-6 text-xs @max-4xl:has-data-usual:hidden",
    cell: ({ priority }) => (
      <span
        data-usual={priority === "normal" ? "" : undefined}
        className={priority === "normal" ? "text-muted" : "font-medium"}
      >
        {priority}
      </span>
    ),
  },
  attempts: {
    name: "Attempts",
    width: "w-18",
    className: "order-7 text-muted text-xs tabular-nums",
    cell: ({ attempts }) => (
      <>
        {attempts}
        <span className="@4xl:hidden">{attempts === 1 ? " attempt" : " attempts"}</span>
      </>
    ),
  },
  reason: {
    name: "Reason",
    width: "w-44",
    className: "order-8 text-xs @max-4xl:empty:hidden",
    cell: ({ reason }) => reason !== undefined && <Reason reason={reason} className="@4xl:line-clamp-1" />,
  },
  /** Where the rows are high anyway. */
  wholeReason: {
    name: "Reason",
    width: "w-44",
    className: "order-8 text-xs @max-4xl:empty:hidden",
    cell: ({ reason }) => reason !== undefined && <Reason reason={reason} className="@4xl:line-clamp-2" />,
  },
} satisfies Record<string, MessageColumn>;

function Reason({ reason, className }: { reason: string; className: string }) {
  const words = reasonWords(reason);
  return (
    <span title={words} className={className}>
      {words}
    </span>
  );
}
