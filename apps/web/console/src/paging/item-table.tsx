import { memo, type ReactNode } from "react";

/** Where the row leads, and whether the reader is there. */
export type RowLink = { address: string; isOpen: boolean };

export type Column<Item> = {
  name: string;
  /** Where there are columns. One has none and takes what is left. */
  width: string;
  /** Of its cells, also where the row is a card. */
  className: string;
  cell: (item: Item, link: RowLink) => ReactNode;
};

/** Of the link that makes a whole row lead somewhere: put it on an `<a>` in one of the cells. */
export const rowLinkClass =
  "outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2";

type Props<Item> = {
  caption: string;
  /** The same list as long as they are the same: rows are drawn again only when their item or the columns change. */
  columns: readonly Column<Item>[];
  items: readonly Item[];
  /** Where a row leads; "" is nowhere. */
  addressOf: (id: string) => string;
  /** The item that is looked at. */
  openId?: string | undefined;
};

/** Items, a row each; a card each where there is no place for columns. */
export function ItemTable<Item extends { id: string }>(props: Props<Item>) {
  const { caption, columns, items, addressOf, openId } = props;
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
        {items.map((item) => (
          <Row
            key={item.id}
            item={item}
            columns={columns as readonly Column<unknown>[]}
            address={addressOf(item.id)}
            isOpen={openId === item.id}
          />
        ))}
      </tbody>
    </table>
  );
}

type RowProps = { item: unknown; columns: readonly Column<unknown>[]; address: string; isOpen: boolean };

const Row = memo(function Row({ item, columns, address, isOpen }: RowProps) {
  return (
    <tr
      className={`relative flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-3 @4xl:table-row ${isOpen ? "bg-accent-soft" : "hover:bg-sunken"}`}
    >
      {columns.map(({ name, className, cell }) => (
        <td
          key={name}
          className={`@4xl:px-2 @4xl:py-2.5 @4xl:align-baseline @4xl:first:pl-4 @4xl:last:pr-4 ${className}`}
        >
          {cell(item, { address, isOpen })}
        </td>
      ))}
    </tr>
  );
});
