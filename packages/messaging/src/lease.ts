import { leaseWord } from "./lease-word.ts";
import { RedisUnavailableError } from "./redis-errors.ts";
import type { RedisLink } from "./redis-link.ts";
import { announceLeaseScript, holdLeaseScript, releaseLeaseScript } from "./scripts/lease.ts";

/**
 * - `unknown`: not ours, and nobody else was seen to renew it: the owner may be dead, or Redis is away
 * - `held`: ours
 * - `other`: another owner was seen to take or renew it
 */
export type LeaseState = "unknown" | "held" | "other";

export type LeaseOptions = {
  redis: RedisLink;
  key: string;
  /** A name that no other process ever uses. */
  owner: string;
  /** How long the lease outlives its last renewal. */
  leaseMs: number;
  /** Told, in the words of lease-word.ts, when the owner leaves and when it gives the lease back. */
  announceOn: string;
  /** Called after each change of state, with the new one. Must not throw. */
  onChange?: (state: LeaseState) => void;
  /** Called with each failure to ask Redis, for counting and logging. Must not throw. */
  onTrouble?: (error: RedisUnavailableError) => void;
  /** Milliseconds on a clock that never jumps; the process's own by default. */
  nowMs?: () => number;
};

/**
 * The right of one process among many to do something, for as long as it renews it. A holder that cannot renew
 * knows by its own monotonic clock when the lease has run out, and `state` says so without asking Redis.
 */
export class Lease {
  readonly #options: Required<LeaseOptions>;
  /** Until when the lease is certainly ours: counted from before the request that took it was sent. */
  #heldUntilMs = Number.NEGATIVE_INFINITY;
  /** Whether Redis may have the lease down as ours, also where a reply was lost. */
  #mayBeOurs = false;
  /** The other owner as last seen, and until when at most its lease would have lasted without a renewal. */
  #seen: { owner: string; endsByMs: number } | undefined;
  #otherUntilMs = Number.NEGATIVE_INFINITY;
  /** The owner that said it leaves: however often it renews, it takes in nothing new. */
  #leaver: string | undefined;
  /** Whether another one heard that we leave: the lease is then left to those who did. */
  #isHeard = false;
  #tenure = 0;
  #reported: LeaseState = "unknown";
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: LeaseOptions) {
    this.#options = { onChange: () => {}, onTrouble: () => {}, nowMs: () => performance.now(), ...options };
  }

  get state(): LeaseState {
    const now = this.#options.nowMs();
    if (now < this.#heldUntilMs) return "held";
    return now < this.#otherUntilMs ? "other" : "unknown";
  }

  /** How often it was taken anew; it grows whenever somebody else may have had it in between. */
  get tenure(): number {
    return this.#tenure;
  }

  /** Begins to take and renew, and goes on until `stop`. */
  start(): void {
    this.#next(0);
  }

  /** One look at Redis: takes, renews, or notes who holds it. Failures leave things to the clock. */
  async tick(): Promise<void> {
    const { redis, key, owner, leaseMs, nowMs, onTrouble } = this.#options;
    const askedAtMs = nowMs();
    this.#mayBeOurs = true;
    try {
      const lease = await redis.script(holdLeaseScript, [key], [owner, leaseMs, this.#leaver ?? ""]);
      if (lease.owner === owner) this.#noteOwn(askedAtMs + leaseMs);
      else if (lease.owner === "") this.#noteNobody();
      else this.#noteOther(lease.owner, askedAtMs + lease.remainingMs, nowMs() + lease.remainingMs);
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) throw error;
      onTrouble(error);
    }
    this.#report();
  }

  /**
   * Gives the lease back, says so on `announceOn`, and takes it no more. Resolves with how many subscribers were told:
   * 0 where it was not ours or Redis did not answer. May be called twice.
   */
  async stop(): Promise<number> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#turn;
    this.#heldUntilMs = Number.NEGATIVE_INFINITY;
    this.#report();
    if (!this.#mayBeOurs) return 0;
    this.#mayBeOurs = false;
    const { redis, key, owner, leaseMs, announceOn } = this.#options;
    const args = [owner, announceOn, this.#isHeard ? leaseMs : 0];
    try {
      return Math.max(0, await redis.script(releaseLeaseScript, [key], args));
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) throw error;
      return 0;
    }
  }

  /**
   * Says that this owner, who listens itself, leaves, and goes on renewing until `stop`: whoever follows waits for it,
   * and for one lease only those may follow who heard this. Resolves with how many subscribers were told, itself
   * included: 0 where the lease is not ours or Redis did not answer.
   */
  async announceLeaving(): Promise<number> {
    const told = await this.#announce(leaseWord({ kind: "leaving", owner: this.#options.owner }));
    this.#isHeard = told > 1;
    return told;
  }

  /** Says that this owner has the lease, and for the how many-th time. Resolves as `announceLeaving` does. */
  async announceTaken(): Promise<number> {
    return await this.#announce(
      leaseWord({ kind: "taken", owner: this.#options.owner, tenure: this.#tenure }),
    );
  }

  /** Takes note that another owner said it leaves: it counts as alive no more, and this one may follow it. */
  noteLeaving(owner: string): void {
    this.#leaver = owner;
    if (this.state === "other") this.#otherUntilMs = Number.NEGATIVE_INFINITY;
    this.#report();
  }

  /** Takes note that another owner said it has given the lease back: it counts as alive no more, and we try at once. */
  noteReleased(): void {
    if (this.#stopped || this.state === "held") return;
    this.#otherUntilMs = Number.NEGATIVE_INFINITY;
    this.#seen = undefined;
    this.#report();
    clearTimeout(this.#timer);
    void this.#turn.then(() => {
      clearTimeout(this.#timer);
      this.#next(0);
    });
  }

  async #announce(words: string): Promise<number> {
    const { redis, key, owner, announceOn } = this.#options;
    try {
      return Math.max(0, await redis.script(announceLeaseScript, [key], [owner, announceOn, words]));
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) throw error;
      return 0;
    }
  }

  /** Its owner left it to others, who heard something that we did not. */
  #noteNobody(): void {
    this.#heldUntilMs = Number.NEGATIVE_INFINITY;
    this.#otherUntilMs = Number.NEGATIVE_INFINITY;
    this.#mayBeOurs = false;
    this.#seen = undefined;
  }

  #noteOwn(untilMs: number): void {
    // Not renewed in time by our own clock: another one may have had it, and given it back.
    if (this.state !== "held") this.#tenure += 1;
    this.#heldUntilMs = untilMs;
  }

  /**
   * An owner counts as alive once its lease certainly ends later than it could have before: only a renewal does
   * that, a slow reply does not. The slack is for two clocks that do not run alike.
   */
  #noteOther(owner: string, endsFromMs: number, endsByMs: number): void {
    this.#heldUntilMs = Number.NEGATIVE_INFINITY;
    this.#mayBeOurs = false;
    const slackMs = this.#options.leaseMs / 10;
    const previous = this.#seen;
    const renewed =
      previous !== undefined && (previous.owner !== owner || endsFromMs > previous.endsByMs + slackMs);
    if (renewed && owner !== this.#leaver) this.#otherUntilMs = endsFromMs;
    if (renewed || previous === undefined) this.#seen = { owner, endsByMs };
  }

  #next(delayMs: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#turn = this.tick().finally(() => this.#next(this.#intervalMs()));
    }, delayMs);
  }

  /** A holder renews three times per lease; the others look twice as often, to follow soon. */
  #intervalMs(): number {
    return this.#options.leaseMs / (this.state === "held" ? 3 : 6);
  }

  #report(): void {
    const state = this.state;
    if (state === this.#reported) return;
    this.#reported = state;
    this.#options.onChange(state);
  }
}
