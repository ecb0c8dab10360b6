/** Neither may throw. */
export type LiveListener<Item> = {
  onLive: (items: readonly Item[]) => void;
  /** Something may not have been told: what is stored tells. */
  onMissed: () => void;
};

/** What came in while the consumer was busy; more of it is read again from what is stored, later. */
const BUFFERED_MAX = 1000;

/** Holds what happens until it is taken, or remembers that what is stored must tell it. */
export class LiveBuffer<Item> implements LiveListener<Item> {
  readonly #onNews: () => void;
  #items: Item[] = [];
  #behind = true;

  constructor(onNews: () => void) {
    this.#onNews = onNews;
  }

  get behind(): boolean {
    return this.#behind;
  }

  get length(): number {
    return this.#items.length;
  }

  readonly onLive = (items: readonly Item[]): void => {
    if (this.#behind) return;
    if (this.#items.length + items.length > BUFFERED_MAX) this.onMissed();
    else {
      for (const item of items) this.#items.push(item);
      this.#onNews();
    }
  };

  readonly onMissed = (): void => {
    this.#behind = true;
    this.#items = [];
    this.#onNews();
  };

  /** What is stored is about to be read: what happens from here on is held again. */
  catchUp(): void {
    this.#behind = false;
    this.#items = [];
  }

  take(): Item[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }
}
