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

/** A round that takes longer does not hold up what was asked meanwhile. Redis needs some milliseconds for a full call. */
const PATIENCE_MS = 20;

/**
 * Gathers what is asked while a round of calls is under way into the next one: the more is asked, the more each call
 * holds. Nobody is held up by a slow round of others for more than PATIENCE_MS: then the next one begins beside it. Each
 * caller may stop waiting when its own time is over; what it asked for is done nevertheless.
 */
export class Batcher<Item, Answer> {
  readonly #options: BatcherOptions<Item, Answer>;
  #asked: Asked<Item, Answer>[] = [];
  /** Whether a round is about to begin, or is under way and will begin the next one. */
  #isGoing = false;

  constructor(options: BatcherOptions<Item, Answer>) {
    this.#options = options;
  }

  /** Rejects as the call that `item` was part of. */
  ask(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ item, resolve, reject });
      if (!this.#isGoing) this.#begin();
    });
  }

  #begin(): void {
    this.#isGoing = true;
    // All sockets that became readable have been read when immediates run.
    setImmediate(() => void this.#round());
  }

  /** The next round is on its way before this one's callers go on: what they do takes about as long as a call. */
  async #round(): Promise<void> {
    const { run, maxItems, maxBytes, sizeOf } = this.#options;
    const limits = { maxItems, maxBytes, sizeOf: ({ item }: Asked<Item, Answer>) => sizeOf(item) };
    const calls = inChunks(this.#asked, limits).map((asked) => ({
      asked,
      answers: run(asked.map(({ item }) => item)),
    }));
    this.#asked = [];
    await patiently(Promise.allSettled(calls.map(({ answers }) => answers)));
    if (this.#asked.length > 0) void this.#round();
    else this.#isGoing = false;
    for (const call of calls) void tell(call);
  }
}

/** Never rejects. */
async function tell<Item, Answer>(call: {
  asked: readonly Asked<Item, Answer>[];
  answers: Promise<readonly Answer[]>;
}): Promise<void> {
  const { asked } = call;
  try {
    const answers = await call.answers;
    if (answers.length !== asked.length) throw new Error("not every item of a batch was answered");
    for (const [index, { resolve }] of asked.entries()) resolve(answers[index] as Answer);
  } catch (error) {
    for (const { reject } of asked) reject(error);
  }
}

async function patiently(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([work, patience]);
  clearTimeout(timer);
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
