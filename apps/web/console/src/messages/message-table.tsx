import { memo } from "react";
import type { Params } from "../shell/route.ts";
import { addressOf } from "./address.ts";
import type { Column } from "./columns.tsx";
import type { Message } from "./message.ts";

type Props = {
  caption: string;
  columns: readonly Column[];
  items: readonly Message[];
  /** Of the address: a row leads to its message, and keeps the rest. */
  params: Params;
};

/** Messages, a row each; a card each where there is no place for columns. The whole row leads to the message. */
export function MessageTable({ caption, columns, items, params }: Props) {
  return (
    <table className="block w-full text-left text-sm @4xl:table @4xl:table-fixed">
      <caption className="sr-only">{caption}</caption>
      <thead className="sr-only @4xl:not-sr-only @4xl:table-header-group">
        <tr className="text-muted text-xs">
          {columns.map(({ name, width }) => (
            <th key={name} scope="col" className={`px-2 py-2.5 font-medium first:pl-4 last:pr-4 ${width}`}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="block divide-y divide-line @4xl:table-row-group @4xl:border-line @4xl:border-t">
        {items.map((message) => (
          <Row
            key={message.id}
            message={message}
            columns={columns}
            address={addressOf(params, message.id)}
            isOpen={params.id === message.id}
          />
        ))}
      </tbody>
    </table>
  );
}

type RowProps = { message: Message; columns: readonly Column[]; address: string; isOpen: boolean };

const Row = memo(function Row({ message, columns, address, isOpen }: RowProps) {
  return (
    <tr
      className={`relative flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-3 @4xl:table-row ${isOpen ? "bg-accent-soft" : "hover:bg-sunken"}`}
    >
      {columns.map(({ name, className, cell }) => (
        <td
          key={name}
          className={`@4xl:px-2 @4xl:py-2.5 @4xl:align-baseline @4xl:first:pl-4 @4xl:last:pr-4 ${className}`}
        >
          {cell(message, { address, isOpen })}
        </td>
      ))}
    </tr>
  );
});
