/** What stands on a board. */
export type BoardValue = {
  board: string;
  /** JSON, as it was put there. */
  value: string;
  /** Grows with every change of any board; only ever compared. */
  revision: number;
  /** Unix time of the change. */
  atMs: number;
  /** Unix time after which the board is gone. */
  expiresAtMs: number;
};

/** What those who watch are told. */
export type BoardChange =
  | { kind: "put"; value: BoardValue }
  | { kind: "removed"; board: string; revision: number };

const PUT = /^\{"revision":(\d{1,16}),"at_ms":(\d{1,16}),"expires_at_ms":(\d{1,16}),"value":/;
const REMOVED = /^\{"revision":(\d{1,16}),"at_ms":\d{1,16},"removed":true\}$/;

/**
 * Reads what our scripts store and publish. It is JSON to everybody else; we cut it, so that the value stays the very
 * text that was put (numbers of more digits than ours hold too). Undefined for anything else.
 */
export function readBoardChange(board: string, content: string): BoardChange | undefined {
  const put = PUT.exec(content);
  if (put !== null && content.endsWith("}")) {
    const [head, revision, atMs, expiresAtMs] = put;
    const value = content.slice(head.length, -1);
    return {
      kind: "put",
      value: {
        board,
        value,
        revision: Number(revision),
        atMs: Number(atMs),
        expiresAtMs: Number(expiresAtMs),
      },
    };
  }
  const removed = REMOVED.exec(content);
  return removed === null ? undefined : { kind: "removed", board, revision: Number(removed[1]) };
}

export function readBoardValue(board: string, content: string | null): BoardValue | undefined {
  const change = content === null ? undefined : readBoardChange(board, content);
  return change?.kind === "put" ? change.value : undefined;
}
