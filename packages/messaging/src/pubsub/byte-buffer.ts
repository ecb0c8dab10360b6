/**
 * A first-in, first-out buffer bounded by the bytes it holds. What does not fit is dropped and counted: the newest,
 * so that what is kept stays in order.
 */
export class ByteBuffer<Item> {
  readonly #maxBytes: number;
  readonly #sizeOf: (item: Item) => number;
  #items: Item[] = [];
  #bytes = 0;
  #dropped = 0;

  constructor(maxBytes: number, sizeOf: (item: Item) => number) {
    this.#maxBytes = maxBytes;
    this.#sizeOf = sizeOf;
  }

  get length(): number {
    return this.#items.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** How many items were dropped since the beginning. */
  get dropped(): number {
    return this.#dropped;
  }

  push(item: Item): void {
    const size = this.#sizeOf(item);
    if (this.#bytes + size > this.#maxBytes) {
      this.#dropped += 1;
      return;
    }
    this.#bytes += size;
    this.#items.push(item);
  }

  /** Takes out at most `max` items, oldest first. */
  take(max: number): Item[] {
    const taken = this.#items.length <= max ? this.#items : this.#items.splice(0, max);
    if (taken === this.#items) this.#items = [];
    for (const item of taken) this.#bytes -= this.#sizeOf(item);
    return taken;
  }
}
