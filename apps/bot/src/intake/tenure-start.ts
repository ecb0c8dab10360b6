import type { ChannelSubscription, Lease } from "@bellwire/messaging";

export type TenureStartOptions = {
  lease: Pick<Lease, "tenure" | "since" | "after" | "announceTaken">;
  subscription: Pick<ChannelSubscription, "status">;
};

/**
 * Our own word is heard at once, or after what else there is to hear; where it is not, the connection is away and there
 * is nothing to wait for.
 */
const WORD_MS = 1000;

/**
 * Where, in what is heard, the present tenure of the lease begins: at this bot's own word that it has taken it. What was
 * heard before may have been admitted by the holder before, unless that was this bot, or said where it ended.
 */
export class TenureStart {
  readonly #options: TenureStartOptions;
  /** The last tenure that began. */
  #begun = 0;
  #announced: { tenure: number; atMs: number; isTold: boolean } | undefined;
  #heardAtMs = Number.NEGATIVE_INFINITY;
  #ended: string | undefined;

  constructor(options: TenureStartOptions) {
    this.#options = options;
  }

  /** Takes note that something was heard: the connection is alive. */
  noteHeard(): void {
    this.#heardAtMs = performance.now();
  }

  /** Takes note that a holder said that it takes in nothing from here on. What came before must have been dropped. */
  noteEnd(owner: string): void {
    this.#ended = owner;
  }

  /** Whether this holder, who said something now, had said before that it takes in nothing more. */
  hasEnded(owner: string): boolean {
    return this.#ended === owner;
  }

  get hasBegun(): boolean {
    return this.#begun === this.#options.lease.tenure;
  }

  /** What is heard from here on is ours. */
  begin(): void {
    this.#begun = this.#options.lease.tenure;
  }

  /** Until the present tenure begins: whether what is heard may have been admitted by another bot. */
  get isAnothers(): boolean {
    const { since, after } = this.#options.lease;
    return this.#begun < since && after !== undefined && after !== this.#ended;
  }

  /** Says our word, once for each tenure. Returns whether it does so now. */
  announce(): boolean {
    const { tenure } = this.#options.lease;
    if (this.#announced?.tenure === tenure) return false;
    void this.#say(tenure);
    return true;
  }

  /** Whether there is no use in waiting for our own word. */
  get isVain(): boolean {
    if (this.#options.subscription.status !== "subscribed" || this.#announced === undefined) return true;
    const { atMs, isTold } = this.#announced;
    return performance.now() - (isTold ? Math.max(atMs, this.#heardAtMs) : atMs) > WORD_MS;
  }

  async #say(tenure: number): Promise<void> {
    const announced = { tenure, atMs: performance.now(), isTold: false };
    this.#announced = announced;
    announced.isTold = (await this.#options.lease.announceTaken()) > 0;
  }
}
