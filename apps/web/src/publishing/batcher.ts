export type BatcherOptions<Item, Answer> = {
  /** Answers all of `items`, in their order. */
  run: (items: readonly Item[]) => Promise<readonly Answer[]>;
  maxItems: number;
  maxBytes: number;
  sizeOf: (item: Item) => number;
};

type Asked<Item, Answer> = {
  item: Item;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
};

/**
 * Gathers what is asked in one turn of the event loop into one call. Nothing waits for an earlier call, so a slow one
 * delays only those who are in it; each caller may stop waiting when its own time is over.
 */
export class Batcher<Item, Answer> {
  readonly #options: BatcherOptions<Item, Answer>;
  #asked: Asked<Item, Answer>[] = [];

  constructor(options: BatcherOptions<Item, Answer>) {
    this.#options = options;
  }

  /** Rejects as the call that `item` was part of. */
  ask(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      // All sockets that became readable have been read when immediates run.
      if (this.#asked.length === 0) setImmediate(() => this.#flush());
      this.#asked.push({ item, resolve, reject });
    });
  }

  #flush(): void {
    const all = this.#asked;
    this.#asked = [];
    const items = all.map(({ item }) => item);
    let start = 0;
    for (const chunk of inChunks(items, this.#options)) {
      void this.#call(all.slice(start, start + chunk.length), chunk);
      start += chunk.length;
    }
  }

  async #call(asked: readonly Asked<Item, Answer>[], items: readonly Item[]): Promise<void> {
    try {
      const answers = await this.#options.run(items);
      if (answers.length !== items.length) throw new Error("not every item of a batch was answered");
      for (const [index, { resolve }] of asked.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}

export type ChunkLimits<Item> = Pick<BatcherOptions<Item, unknown>, "maxItems" | "maxBytes" | "sizeOf">;

/** `items` in order, in pieces within the limits; an item that is too large alone is a piece of its own. */
export function inChunks<Item>(
  items: readonly Item[],
  { maxItems, maxBytes, sizeOf }: ChunkLimits<Item>,
): Item[][] {
  const chunks: Item[][] = [];
  let chunk: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = sizeOf(item);
    if (chunk.length > 0 && (chunk.length >= maxItems || bytes + size > maxBytes)) {
      chunks.push(chunk);
      chunk = [];
      bytes = 0;
    }
    chunk.push(item);
    bytes += size;
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks;
}
