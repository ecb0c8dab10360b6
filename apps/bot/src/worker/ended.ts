import type { Settlement } from "@bellwire/messaging";
import type { Holding } from "./holdings.ts";

/** A message that ended here, and how. */
export type EndedMessage = { holding: Holding; settlement: Settlement };

/** Some of them, to be told together; `isAlone`: one that may be what Redis refuses, to be told by itself. */
export type EndedBatch = { messages: readonly EndedMessage[]; isAlone: boolean };

/** As many as one script settles quickly. */
const BATCH_MAX = 500;

/**
 * What ended and the queue has yet to hear of, in the order of the ends. Each batch of `next` is answered with `heard`
 * or `refused`, or with neither: then it is told again.
 */
export class Ended {
  readonly #waiting: EndedMessage[] = [];
  /** Of batches that Redis refused by itself, not because it was away: one of them is the reason, so each is told alone. */
  readonly #suspects: EndedMessage[] = [];
  #isSuspectsTurn = false;

  get size(): number {
    return this.#waiting.length + this.#suspects.length;
  }

  add(holding: Holding, settlement: Settlement): void {
    this.#waiting.push({ holding, settlement });
  }

  /** What to tell next; suspects take turns with the others, so that they keep nobody waiting. */
  next(): EndedBatch {
    this.#isSuspectsTurn = this.#suspects.length > 0 && !this.#isSuspectsTurn;
    if (this.#isSuspectsTurn) return { messages: this.#suspects.slice(0, 1), isAlone: true };
    return { messages: this.#waiting.slice(0, BATCH_MAX), isAlone: false };
  }

  /** The queue heard of `batch`. */
  heard({ messages, isAlone }: EndedBatch): void {
    (isAlone ? this.#suspects : this.#waiting).splice(0, messages.length);
  }

  /** Redis refused `batch`. */
  refused(batch: EndedBatch): void {
    this.heard(batch);
    this.#suspects.push(...batch.messages);
  }
}
