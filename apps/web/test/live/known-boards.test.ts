import type { BoardValue } from "@bellwire/messaging";
import { describe, expect, it } from "vitest";
import { KnownBoards } from "../../src/live/known-boards.ts";

function value(board: string, revision: number, expiresAtMs = 1000): BoardValue {
  return { board, revision, value: "1", atMs: 0, expiresAtMs };
}

function put(board: string, revision: number) {
  return { kind: "put", value: value(board, revision) } as const;
}

function names(boards: KnownBoards): string[] {
  return boards.newestFirst().map(({ board, revision }) => `${board}${revision}`);
}

describe("KnownBoards", () => {
  it("keeps the newest of each, and says once what changed", () => {
    const boards = new KnownBoards(10);
    boards.read([value("b", 2), value("a", 1)]);
    boards.hear(put("a", 3));
    boards.hear(put("b", 1));
    expect(names(boards)).toEqual(["a3", "b2"]);
    expect(boards.takeChanged().sort()).toEqual(["a", "b"]);
    expect(boards.takeChanged()).toEqual([]);
    boards.hear({ kind: "removed", board: "a", revision: 4 });
    boards.hear({ kind: "removed", board: "unknown", revision: 5 });
    expect([names(boards), boards.takeChanged(), boards.get("a")]).toEqual([["b2"], ["a"], undefined]);
  });

  it("does not bring back what was removed while it was being read", () => {
    const boards = new KnownBoards(10);
    boards.beginReading();
    boards.hear({ kind: "removed", board: "a", revision: 5 });
    boards.read([value("a", 1)]);
    expect(names(boards)).toEqual([]);
    boards.hear(put("a", 6));
    expect(names(boards)).toEqual(["a6"]);
  });

  it("does not go back to what was read while newer was heard", () => {
    const boards = new KnownBoards(10);
    boards.beginReading();
    boards.hear(put("a", 5));
    boards.hear(put("new", 6));
    boards.read([value("b", 2), value("a", 1)]);
    expect(names(boards)).toEqual(["b2", "new6", "a5"]);
  });

  it("finds out what went while nothing was heard", () => {
    const boards = new KnownBoards(10);
    boards.read([value("a", 2), value("b", 1)]);
    boards.takeChanged();
    boards.beginReading();
    boards.read([value("a", 2)]);
    expect([names(boards), boards.takeChanged()]).toEqual([["a2"], ["b"]]);
    boards.beginReading();
    boards.read([]);
    expect(names(boards)).toEqual([]);
  });

  it("forgets what expired, and what is too much", () => {
    const boards = new KnownBoards(2);
    for (const [at, board] of ["a", "b", "c"].entries()) boards.hear(put(board, at));
    expect([names(boards), boards.takeChanged()]).toEqual([
      ["c2", "b1"],
      ["b", "c"],
    ]);
    boards.hear({ kind: "put", value: value("c", 9, 500) });
    boards.takeChanged();
    boards.forgetExpired(500);
    expect([names(boards), boards.takeChanged()]).toEqual([["b1"], ["c"]]);
  });
});
