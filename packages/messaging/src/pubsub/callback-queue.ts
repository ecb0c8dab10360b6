/** At most so many messages wait for a callback, and so many bytes; one message always may. */
const WAITING_MAX = 100;
const WAITING_BYTES = 8 * 1024 * 1024;

/**
 * Gives messages to a callback one after another, and waits for the promise it may return. What does not fit into the
 * queue meanwhile is dropped and counted; one that never settles therefore holds up itself alone.
 */
export class CallbackQueue<Message extends { bytes: number }> {
  readonly #callback: (message: Message) => unknown;
  #waiting: Message[] = [];
  #bytes = 0;
  #busy = false;
  #closed = false;
  dropped = 0;
  failed = 0;

  constructor(callback: (message: Message) => unknown) {
    this.#callback = callback;
  }

  push(message: Message): void {
    if (this.#closed) return;
    if (!this.#busy) this.#give(message);
    else if (this.#hasRoomFor(message)) {
      this.#waiting.push(message);
      this.#bytes += message.bytes;
    } else this.dropped += 1;
  }

  /** Nothing more is given to the callback. */
  close(): void {
    this.#closed = true;
    this.#waiting = [];
  }

  #hasRoomFor({ bytes }: Message): boolean {
    const length = this.#waiting.length;
    return length === 0 || (length < WAITING_MAX && this.#bytes + bytes <= WAITING_BYTES);
  }

  /** A callback that answers at once costs no turn of the event loop. */
  #give(message: Message): void {
    try {
      const answer = this.#callback(message);
      if (isPromise(answer)) void this.#giveRestAfter(answer);
    } catch {
      this.failed += 1;
    }
  }

  async #giveRestAfter(answer: PromiseLike<unknown>): Promise<void> {
    this.#busy = true;
    for (let pending: unknown = answer; ; ) {
      try {
        await pending;
        const next = this.#waiting.shift();
        if (next === undefined) break;
        this.#bytes -= next.bytes;
        pending = this.#callback(next);
      } catch {
        this.failed += 1;
        pending = undefined;
      }
    }
    this.#busy = false;
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
