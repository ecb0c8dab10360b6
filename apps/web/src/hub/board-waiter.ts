import type { Boards, BoardValue, BoardWatch } from "@bellwire/messaging";

export type BoardWait = {
  board: string;
  /** A value is waited for whose revision is greater. */
  after: number;
  waitMs: number;
  /** Ends the wait. */
  signal: AbortSignal;
};

/** As many as there may be connections. */
const WAITING_MAX = 10_000;

/** Lets many wait for what is put on boards. */
export class BoardWaiter {
  readonly #boards: Pick<Boards, "watch">;
  readonly #most: number;
  readonly #waiting = new Set<BoardWatch>();
  #draining = false;

  constructor(boards: Pick<Boards, "watch">, most = WAITING_MAX) {
    this.#boards = boards;
    this.#most = most;
  }

  /** Nobody waits any more, now or later. */
  drain(): void {
    this.#draining = true;
    for (const watch of this.#waiting) watch.close();
  }

  /** The newer value as soon as there is one; undefined when the wait is over. Throws RedisUnavailableError. */
  async next({ board, after, waitMs, signal }: BoardWait): Promise<BoardValue | "too_many" | undefined> {
    if (this.#waiting.size >= this.#most) return "too_many";
    if (this.#draining || signal.aborted) return undefined;
    const watch = this.#boards.watch(board);
    signal.addEventListener("abort", () => watch.close());
    this.#waiting.add(watch);
    try {
      return await watch.next(after, waitMs);
    } finally {
      this.#waiting.delete(watch);
      watch.close();
    }
  }
}
