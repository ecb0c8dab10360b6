/** Gathers items; keeps the newest of them, and counts the others. */
export class Newest<Item> {
  readonly #most: number;
  #items: Item[] = [];
  #skipped = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  add(item: Item): void {
    this.#items.push(item);
    if (this.#items.length <= this.#most) return;
    this.#items.shift();
    this.#skipped += 1;
  }

  /** In the order in which they came; from then on it is empty. */
  take(): { items: Item[]; skipped: number } {
    const taken = { items: this.#items, skipped: this.#skipped };
    [this.#items, this.#skipped] = [[], 0];
    return taken;
  }
}
