/** What came of the numbered messages. */
export type Count = { count: number; duplicates: number };

/** Counts numbered messages, notices those that came before, and remembers when each came first. */
export class Tally {
  #firstMs = new Float64Array(1 << 16);
  #count = 0;
  #duplicates = 0;

  /** `text` ends in the number of the message. */
  note(text: string, atMs: number): void {
    const number = Number(text.slice(text.lastIndexOf(" ") + 1));
    this.#makeRoomFor(number);
    this.#count += 1;
    if (this.#firstMs[number] === 0) this.#firstMs[number] = atMs;
    else this.#duplicates += 1;
  }

  count(): Count {
    return { count: this.#count, duplicates: this.#duplicates };
  }

  /** When the messages from number `from` on came first, 0 for those that did not. */
  firstMs(from: number, count: number): number[] {
    return Array.from(this.#firstMs.subarray(from, from + count));
  }

  #makeRoomFor(number: number): void {
    if (number < this.#firstMs.length) return;
    const larger = new Float64Array(2 * number);
    larger.set(this.#firstMs);
    this.#firstMs = larger;
  }
}
