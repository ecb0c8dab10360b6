import type { Claim, Taken } from "@bellwire/messaging";

/** One message that this bot has taken and the queue does not have back yet. */
export type Holding = {
  readonly taken: Taken;
  /** When it was asked for, on this process's own clock. */
  readonly takenAtMs: number;
  /** Until when it is certainly ours, on the same clock: counted from before Redis was asked to take or renew it. */
  leaseUntilMs: number;
  /** Redis said that it is another's now. */
  lost: boolean;
  /** Nothing more happens to it here; the queue is yet to hear what became of it. */
  ended: boolean;
};

/** Everything that this bot holds: what is renewed, what counts against its places, what a recovery must leave alone. */
export class Holdings {
  readonly #held = new Set<Holding>();
  #ended = 0;

  get size(): number {
    return this.#held.size;
  }

  /** Those that are about to be sent or are being sent. */
  get inFlight(): number {
    return this.#held.size - this.#ended;
  }

  /** How many were taken at `sinceMs` or later. */
  takenSince(sinceMs: number): number {
    let count = 0;
    for (const { takenAtMs } of this.#held) if (takenAtMs >= sinceMs) count += 1;
    return count;
  }

  add(taken: Taken, takenAtMs: number, leaseMs: number): Holding {
    const holding = { taken, takenAtMs, leaseUntilMs: takenAtMs + leaseMs, lost: false, ended: false };
    this.#held.add(holding);
    return holding;
  }

  /** May be called twice. */
  noteEnded(holding: Holding): void {
    if (holding.ended || !this.#held.has(holding)) return;
    holding.ended = true;
    this.#ended += 1;
  }

  /** May be called twice. */
  remove(holding: Holding): void {
    if (this.#held.delete(holding) && holding.ended) this.#ended -= 1;
  }

  has(holding: Holding): boolean {
    return this.#held.has(holding);
  }

  /** As they are now; later changes do not show in it. */
  all(): Holding[] {
    return [...this.#held];
  }

  /** Ids of all that is held. One may be there twice: taken again after its lease was lost, the first still being sent. */
  ids(): string[] {
    return [...this.#held].map(({ taken }) => taken.id);
  }
}

export function claimOf({ taken }: Holding): Claim {
  return { id: taken.id, token: taken.token };
}
