import { Bell } from "../bell.ts";
import type { Listening } from "../listening.ts";
import type { BoardValue } from "./board-value.ts";

export type BoardWatchOptions = {
  read: () => Promise<BoardValue | undefined>;
  listen: (onPut: (value: BoardValue) => void, onMissed: () => void) => Listening;
};

/**
 * Follows one board from the moment it is made. It subscribes first and then reads what stands there, so that no
 * change falls in between; after the connection was lost it reads again.
 */
export class BoardWatch {
  readonly #read: BoardWatchOptions["read"];
  readonly #listening: Listening;
  readonly #bell = new Bell();
  #newest: BoardValue | undefined;
  #subscribed = false;
  /** What stands on the board was not read since the subscription. */
  #unread = true;
  #closed = false;

  constructor({ read, listen }: BoardWatchOptions) {
    this.#read = read;
    this.#listening = listen(
      (value) => this.#take(value),
      () => this.#miss(),
    );
    void this.#listening.ready.then(() => {
      this.#subscribed = true;
      this.#bell.ring();
    });
  }

  /**
   * The newest value whose revision is greater than `afterRevision`: at once where there is one, else as soon as it is
   * put; undefined when there was none for `waitMs`, or it was closed. Values between may be skipped. One caller at a
   * time. Throws RedisUnavailableError.
   */
  async next(afterRevision: number, waitMs: number): Promise<BoardValue | undefined> {
    const deadline = performance.now() + waitMs;
    while (!this.#subscribed && performance.now() < deadline) await this.#rung(deadline);
    while (!this.#closed) {
      if (this.#unread) await this.#readBoard();
      if (this.#newest !== undefined && this.#newest.revision > afterRevision) return this.#newest;
      if (performance.now() >= deadline) return undefined;
      if (!this.#unread) await this.#rung(deadline);
    }
    return undefined;
  }

  /** Ends `next`, also while it waits. May be called twice. */
  close(): void {
    this.#closed = true;
    this.#listening.close();
    this.#bell.ring();
  }

  async #readBoard(): Promise<void> {
    this.#unread = !this.#subscribed;
    try {
      const value = await this.#read();
      if (value !== undefined) this.#take(value);
    } catch (error) {
      this.#unread = true;
      throw error;
    }
  }

  /** The reading and the subscription may tell the same change, in any order. */
  #take(value: BoardValue): void {
    if (this.#newest !== undefined && value.revision <= this.#newest.revision) return;
    this.#newest = value;
    this.#bell.ring();
  }

  #miss(): void {
    this.#unread = true;
    this.#bell.ring();
  }

  async #rung(deadline: number): Promise<void> {
    if (!this.#closed) await this.#bell.rung(Math.max(0, deadline - performance.now()));
  }
}
