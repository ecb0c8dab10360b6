import type { BoardChange, BoardValue } from "@bellwire/messaging";

/** The newest boards, kept up to date by what is read and what is heard, in whatever order these come. */
export class KnownBoards {
  readonly #most: number;
  /** Those put last stand last. */
  readonly #values = new Map<string, BoardValue>();
  /** Revisions of what was heard since a reading began: what is read may be older. */
  readonly #heard = new Map<string, number>();
  readonly #changed = new Set<string>();

  /** @param most boards; older ones make room, which is no change */
  constructor(most: number) {
    this.#most = most;
  }

  /** The newest first. */
  newestFirst(): BoardValue[] {
    return [...this.#values.values()].reverse();
  }

  hear(change: BoardChange): void {
    const { board, revision } = change.kind === "put" ? change.value : change;
    if (this.#isOld(board, revision)) return;
    this.#heard.set(board, revision);
    if (change.kind === "put") this.#put(change.value);
    else this.#remove(board);
  }

  /** To be called before the boards are read. */
  beginReading(): void {
    this.#heard.clear();
  }

  /** @param listed all boards, or as many as are kept, the newest first */
  read(listed: readonly BoardValue[]): void {
    const names = new Set(listed.map(({ board }) => board));
    for (const board of this.#values.keys())
      if (!names.has(board) && !this.#heard.has(board)) this.#remove(board);
    for (const value of [...listed].reverse())
      if (!this.#isOld(value.board, value.revision)) this.#put(value);
  }

  forgetExpired(nowMs: number): void {
    for (const { board, expiresAtMs } of this.#values.values()) if (expiresAtMs <= nowMs) this.#remove(board);
  }

  /** Names of the boards that changed since it was asked last. */
  takeChanged(): string[] {
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }

  get(board: string): BoardValue | undefined {
    return this.#values.get(board);
  }

  #isOld(board: string, revision: number): boolean {
    const known = Math.max(this.#values.get(board)?.revision ?? -1, this.#heard.get(board) ?? -1);
    return revision <= known;
  }

  #put(value: BoardValue): void {
    this.#values.delete(value.board);
    this.#values.set(value.board, value);
    this.#changed.add(value.board);
    if (this.#values.size <= this.#most) return;
    const [oldest] = this.#values.keys();
    if (oldest === undefined) return;
    this.#values.delete(oldest);
    this.#changed.delete(oldest);
  }

  #remove(board: string): void {
    if (this.#values.delete(board)) this.#changed.add(board);
  }
}
