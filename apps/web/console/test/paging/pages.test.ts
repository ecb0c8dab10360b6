import { describe, expect, it } from "vitest";
import { NO_PAGES, type Page, type Pages, type PagesNews, withPagesNews } from "../../src/paging/pages.ts";

type Item = { id: string; state?: string; revision?: number };

function page(ids: string, cursor?: string): Page<Item> {
  return { items: ids.split("").map((id) => ({ id })), cursor };
}

function after(...news: PagesNews<Item>[]): Pages<Item> {
  return news.reduce(withPagesNews<Item>, NO_PAGES as Pages<Item>);
}

function shown(pages: Pages<Item>): string | undefined {
  return pages.items?.map(({ id }) => id).join("");
}

const first = (ids: string, held = false, cursor?: string): PagesNews<Item> => ({
  type: "first",
  page: page(ids, cursor),
  held,
});
const older = (ids: string, cursor?: string): PagesNews<Item> => ({ type: "older", page: page(ids, cursor) });

describe("a list that is read page by page", () => {
  it("shows the first page as it is by now, while the reader is elsewhere", () => {
    expect(shown(after(first("cba"), first("dcb")))).toBe("dcb");
  });

  it("moves nothing while the reader is in it, and counts what came", () => {
    const pages = after(first("cba"), first("edcba", true));
    expect(shown(pages)).toBe("cba");
    expect(pages.newer?.count).toBe(2);
    expect(shown(withPagesNews(pages, { type: "show_newer" }))).toBe("edcba");
  });

  it("does not call new what came up because others left the list", () => {
    const pages = after(first("fedc", false, "more"), first("ecba", true, "more"));
    expect(pages.newer).toBeUndefined();
    expect(shown(pages)).toBe("fedc");
  });

  it("calls all new where nothing of what is shown is left", () => {
    expect(after(first("cba"), first("zyx", true)).newer?.count).toBe(3);
  });

  it("knows items that changed, also while it is held", () => {
    const changed: Page<Item> = { items: [{ id: "b", state: "sent" }, { id: "a" }], cursor: undefined };
    const pages = after(first("ba"), { type: "first", page: changed, held: true });
    expect(pages.items?.[0]).toEqual({ id: "b", state: "sent" });
  });

  it.each([true, false])("does not go back to what was read before a change was told (held: %s)", (held) => {
    const pages = after(
      first("ba"),
      { type: "each", change: (item) => (item.id === "b" ? { ...item, state: "sent", revision: 4 } : item) },
      { type: "first", page: { items: [{ id: "b", revision: 3 }, { id: "a" }], cursor: undefined }, held },
    );
    expect(pages.items?.[0]).toEqual({ id: "b", state: "sent", revision: 4 });
  });

  it("goes on below with what is older, each once, and then stays where it is", () => {
    const pages = after(first("fed", false, "one"), older("dcb", "two"), older("a"));
    expect(shown(pages)).toBe("fedcba");
    expect(pages.cursor).toBeUndefined();
    const later = withPagesNews(pages, first("gfe", false, "one"));
    expect(shown(later)).toBe("fedcba");
    expect(later.newer?.count).toBe(1);
  });

  it("shows what answers another question at once, whatever the reader is doing", () => {
    const pages = after(first("cba"), { type: "asked_anew" });
    expect(pages.outdated).toBe(true);
    expect(shown(pages)).toBe("cba");
    const answered = withPagesNews(pages, first("z", true));
    expect(shown(answered)).toBe("z");
    expect(answered.outdated).toBe(false);
  });

  it("stays the same list where a change touches nothing of it", () => {
    const pages = after(first("cba"));
    expect(withPagesNews(pages, { type: "each", change: (item) => item }).items).toBe(pages.items);
  });

  it("loses what is taken away", () => {
    const pages = after(first("cba"), {
      type: "each",
      change: (item) => (item.id === "b" ? undefined : item),
    });
    expect(shown(pages)).toBe("ca");
  });

  it("says that older ones could not be read until they could, also when the first page is read meanwhile", () => {
    const refused = { status: 503, code: "away", title: "Away", detail: "Redis is away.", errors: [] };
    const failed = after(first("fed", false, "one"), { type: "older_failed", problem: refused });
    expect(failed.olderProblem).toBe(refused);
    expect(withPagesNews(failed, first("gfe", false, "one")).olderProblem).toBe(refused);
    expect(withPagesNews(failed, first("gfe", true, "one")).olderProblem).toBe(refused);
    expect(withPagesNews(failed, older("cba")).olderProblem).toBeUndefined();
    expect(withPagesNews(failed, { type: "asked_anew" }).olderProblem).toBeUndefined();
  });

  it("knows how many there are in all, where that is told", () => {
    const page = { items: [{ id: "a" }], cursor: undefined, total: 10_000 };
    expect(after({ type: "first", page, held: false }).total).toBe(10_000);
  });

  it("is empty, and not unread, when there is nothing", () => {
    expect(NO_PAGES.items).toBeUndefined();
    const pages = after(first(""), { type: "each", change: (item) => item });
    expect(pages.items).toEqual([]);
    expect(shown(withPagesNews(pages, first("a", true)))).toBe("a");
  });
});
