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
  /** Where Redis remembers the last change of owner, also while nobody has the lease. */
  tenureKey: string;
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
  #since = 0;
  #after: string | undefined;
  /** Who had it when this one first looked; ourselves as soon as anybody was seen to take or renew it. */
  #former: string | undefined;
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

  /** How often it was taken anew; it grows whenever somebody else had it in between, or may have had. */
  get tenure(): number {
    return this.#tenure;
  }

  /** The earliest tenure of ours since which nobody else had it. */
  get since(): number {
    return this.#since;
  }

  /** The owner before that one; '' where it is not known, nothing where nobody else had it since the first look. */
  get after(): string | undefined {
    return this.#after;
  }

  /** Begins to take and renew, and goes on until `stop`. */
  start(): void {
    this.#next(0);
  }

  /** One look at Redis: takes, renews, or notes who holds it. Failures leave things to the clock. */
  async tick(): Promise<void> {
    const { redis, key, tenureKey, owner, leaseMs, nowMs, onTrouble } = this.#options;
    const askedAtMs = nowMs();
    this.#mayBeOurs = true;
    try {
      const args = [owner, leaseMs, this.#leaver ?? "", this.#tenure + 1];
      const lease = await redis.script(holdLeaseScript, [key, tenureKey], args);
      this.#former ??= lease.before;
      if (lease.owner === owner) this.#noteOwn(lease.tenure, lease.before, askedAtMs + leaseMs);
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

  /** Takes note that another owner said it has it: ours is over, whatever our clock says, until Redis gives it again. */
  noteTaken(): void {
    this.#since = this.#tenure;
    this.#after = "";
    if (this.state !== "held") return;
    this.#heldUntilMs = Number.NEGATIVE_INFINITY;
    this.#report();
    this.#lookNow();
  }

  /** Takes note that another owner said it has given the lease back: it counts as alive no more, and we try at once. */
  noteReleased(): void {
    if (this.#stopped || this.state === "held") return;
    this.#otherUntilMs = Number.NEGATIVE_INFINITY;
    this.#seen = undefined;
    this.#report();
    this.#lookNow();
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

  #noteOwn(tenure: number, before: string, untilMs: number): void {
    // Redis may forget everything; then our own clock knows that nobody had it in between.
    const isOurs = before === "" && this.state === "held";
    if (tenure !== this.#tenure && !isOurs) {
      this.#since = tenure;
      this.#after = before === this.#former ? undefined : before;
      this.#former = this.#options.owner;
    }
    this.#tenure = tenure;
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
    if (renewed && owner !== this.#leaver) {
      this.#otherUntilMs = endsFromMs;
      this.#former = this.#options.owner;
    }
    if (renewed || previous === undefined) this.#seen = { owner, endsByMs };
  }

  /** As soon as the look under way is over. */
  #lookNow(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    void this.#turn.then(() => {
      clearTimeout(this.#timer);
      this.#next(0);
    });
  }

  #next(delayMs: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#turn = this.tick().finally(() => this.#next(this.#intervalMs()));
    }, delayMs);
  }

  /** A holder renews three times per lease; the others look twice as often, and in the moment in which it would end. */
  #intervalMs(): number {
    const { leaseMs, nowMs } = this.#options;
    if (this.state === "held") return leaseMs / 3;
    const untilFreeMs = (this.#seen?.endsByMs ?? 0) - nowMs() + 1;
    return untilFreeMs > 0 ? Math.min(untilFreeMs, leaseMs / 6) : leaseMs / 6;
  }

  #report(): void {
    const state = this.state;
    if (state === this.#reported) return;
    this.#reported = state;
    this.#options.onChange(state);
  }
}
