import type { DeliveryDesk, DeliveryRecord } from "@bellwire/messaging";
import type { Within } from "../within.ts";
import type { Change, ChangeWatch } from "./change-watch.ts";
import { isEnd } from "./states.ts";

/** What a reader waits for: an end state, or any change after the revision that it knows. */
export type WaitFor = { waitMs: number; after?: number };

export type WaitAnswer =
  | { kind: "record"; record: DeliveryRecord }
  | { kind: "unknown" }
  /** More wait than may. */
  | { kind: "too_many" };

export type RecordWaiterOptions = { desk: Pick<DeliveryDesk, "read">; watch: ChangeWatch };

/** Reads records, at once or when they have changed. */
export class RecordWaiter {
  readonly #options: RecordWaiterOptions;
  readonly #waiting = new Set<Changes>();
  #draining = false;

  constructor(options: RecordWaiterOptions) {
    this.#options = options;
  }

  /** Everybody who waits is answered with what is so now, and nobody waits any more. */
  drain(): void {
    this.#draining = true;
    for (const changes of this.#waiting) changes.end();
  }

  /** The record of `id` as it is. Rejects as `within` does. */
  async read(id: string, within: Within): Promise<WaitAnswer> {
    const record = await within(this.#options.desk.read(id));
    return record === undefined ? { kind: "unknown" } : { kind: "record", record };
  }

  /**
   * The record of `id` once it is what is waited for, or as it is when the wait is over. Subscribes first and reads
   * then, so that no change falls in between. Rejects as `within` does; `signal` ends the wait.
   */
  async wait(id: string, wanted: WaitFor, within: Within, signal: AbortSignal): Promise<WaitAnswer> {
    const changes = new Changes();
    const watched = this.#options.watch.watch(id, (change) => changes.push(change));
    if (watched === undefined) return { kind: "too_many" };
    const timer = setTimeout(() => changes.end(), wanted.waitMs);
    signal.addEventListener("abort", () => changes.end());
    this.#waiting.add(changes);
    if (signal.aborted || this.#draining) changes.end();
    try {
      await within(watched.ready);
      while (true) {
        const { ended } = changes;
        const answer = await this.read(id, within);
        if (answer.kind !== "record" || isEnough(answer.record, wanted) || ended) return answer;
        await changes.until((change) => change === "missed" || isEnough(change, wanted));
      }
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(changes);
      watched.close();
    }
  }
}

function isEnough(
  { revision, state }: Pick<DeliveryRecord, "revision" | "state">,
  { after }: WaitFor,
): boolean {
  return after === undefined ? isEnd(state) : revision > after;
}

/** The last change heard and not looked at yet. */
class Changes {
  #last: Change | undefined;
  ended = false;
  #wake: (() => void) | undefined;

  push(change: Change): void {
    // Whoever missed something has to look, whatever came after it.
    if (this.#last !== "missed") this.#last = change;
    this.#wake?.();
  }

  end(): void {
    this.ended = true;
    this.#wake?.();
  }

  /** Resolves when a change fits, or at the end. */
  async until(fits: (change: Change) => boolean): Promise<void> {
    while (!this.ended) {
      const change = this.#last;
      this.#last = undefined;
      if (change !== undefined && fits(change)) return;
      if (this.#last === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
