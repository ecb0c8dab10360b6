import type { Problem } from "../api/problem.ts";

/**
 * Of a list that is read page by page, the newest first. `cursor` asks for the next older page, where there may be one;
 * `total` says how many there are in all, where that is told.
 */
export type Page<Item> = { items: readonly Item[]; cursor: string | undefined; total?: number | undefined };

/** What the reader sees of such a list. */
export type Pages<Item> = {
  /** undefined until read for the first time. */
  items: readonly Item[] | undefined;
  cursor: string | undefined;
  total: number | undefined;
  /** Why the next older page could not be read. Stays until it could: the first page is read again all the time. */
  olderProblem: Problem | undefined;
  /** Pages after the first were read. */
  longer: boolean;
  /** What is shown answers an earlier question: the next page takes its place, whatever the reader is doing. */
  outdated: boolean;
  /** The first page as it is by now, where it has items that are not shown because nothing is to move. */
  newer: { page: Page<Item>; count: number } | undefined;
};

export type PagesNews<Item> =
  | { type: "asked_anew" }
  /** The first page, read once more. `held`: the reader is at something, so nothing is to move. */
  | { type: "first"; page: Page<Item>; held: boolean }
  | { type: "older"; page: Page<Item> }
  | { type: "older_failed"; problem: Problem }
  | { type: "show_newer" }
  /** undefined takes an item away. */
  | { type: "each"; change: (item: Item) => Item | undefined };

/** `revision` grows with each change of an item, where it changes at all. */
export type Listed = { id: string; revision?: number };

export const NO_PAGES: Pages<never> = {
  items: undefined,
  cursor: undefined,
  total: undefined,
  olderProblem: undefined,
  longer: false,
  outdated: false,
  newer: undefined,
};

export function withPagesNews<Item extends Listed>(pages: Pages<Item>, news: PagesNews<Item>): Pages<Item> {
  switch (news.type) {
    case "asked_anew":
      return { ...pages, outdated: true, newer: undefined, olderProblem: undefined };
    case "first":
      return withFirst(pages, news.page, news.held);
    case "older": {
      const shown = pages.items ?? [];
      const known = new Set(shown.map(({ id }) => id));
      const items = [...shown, ...news.page.items.filter(({ id }) => !known.has(id))];
      return { ...pages, items, cursor: news.page.cursor, olderProblem: undefined, longer: true };
    }
    case "older_failed":
      return { ...pages, olderProblem: news.problem };
    case "show_newer":
      return pages.newer === undefined ? pages : only(pages, pages.newer.page);
    case "each":
      return pages.items === undefined ? pages : { ...pages, items: changed(pages.items, news.change) };
  }
}

function withFirst<Item extends Listed>(pages: Pages<Item>, read: Page<Item>, held: boolean): Pages<Item> {
  const { items = [] } = pages;
  const page = withNewest(read, items);
  if (items.length === 0 || pages.outdated || !(held || pages.longer)) return only(pages, page);
  const byId = new Map(page.items.map((item) => [item.id, item]));
  const count = countNewer(items, page);
  return {
    ...pages,
    total: page.total,
    items: changed(items, (item) => byId.get(item.id) ?? item),
    newer: count === 0 ? undefined : { page, count },
  };
}

/** The page, but what is shown where that is ahead of it: changes are told while a page is being read. */
function withNewest<Item extends Listed>(page: Page<Item>, shown: readonly Item[]): Page<Item> {
  const byId = new Map(shown.map((item) => [item.id, item]));
  const items = page.items.map((item) => {
    const known = byId.get(item.id);
    return known !== undefined && (known.revision ?? 0) > (item.revision ?? 0) ? known : item;
  });
  return { ...page, items };
}

/** What stands before the last item that is shown already: items after it came up because others left the list. */
function countNewer<Item extends Listed>(shown: readonly Item[], page: Page<Item>): number {
  const known = new Set(shown.map(({ id }) => id));
  const last = page.items.findLastIndex(({ id }) => known.has(id));
  const before = last < 0 ? page.items : page.items.slice(0, last);
  return before.filter(({ id }) => !known.has(id)).length;
}

function only<Item>({ olderProblem }: Pages<Item>, { items, cursor, total }: Page<Item>): Pages<Item> {
  return { items, cursor, total, olderProblem, longer: false, outdated: false, newer: undefined };
}

/** The same list where nothing changed, so that nothing is drawn again. */
function changed<Item>(items: readonly Item[], change: (item: Item) => Item | undefined): readonly Item[] {
  const after = items.map(change).filter((item) => item !== undefined);
  return after.length < items.length || after.some((item, at) => item !== items[at]) ? after : items;
}
