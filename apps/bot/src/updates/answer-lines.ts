/** So many answers wait for one chat, and so many chats for their answers. */
const PER_CHAT = 5;
const CHATS = 200;

/**
 * Where answers wait for their places among the sends: those of one chat in their order, and beside those of all others,
 * so that somebody who writes very much holds up nobody else.
 */
export class AnswerLines {
  readonly #lines = new Map<number, { waiting: number; last: Promise<void> }>();

  /** Calls `answer`, which must not reject, after those before it. `false`: too many wait, and it is not called. */
  add(chatId: number, answer: () => Promise<void>): boolean {
    const line = this.#lines.get(chatId) ?? { waiting: 0, last: Promise.resolve() };
    if (line.waiting >= PER_CHAT || (line.waiting === 0 && this.#lines.size >= CHATS)) return false;
    this.#lines.set(chatId, line);
    line.waiting += 1;
    line.last = line.last.then(answer).then(() => {
      line.waiting -= 1;
      if (line.waiting === 0) this.#lines.delete(chatId);
    });
    return true;
  }

  /** Resolves when none of those waits any more that wait now. */
  async ended(): Promise<void> {
    await Promise.all([...this.#lines.values()].map(({ last }) => last));
  }
}
