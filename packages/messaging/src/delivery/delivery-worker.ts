import { type DeliveryKeys, deliveryKeys } from "../keys.ts";
import { RedisUnavailableError } from "../redis-errors.ts";
import type { RedisLink } from "../redis-link.ts";
import { attemptScript, renewScript } from "../scripts/delivery/attempt.ts";
import { runDeliveryScript } from "../scripts/delivery/delivery-script.ts";
import { promoteScript } from "../scripts/delivery/promote.ts";
import { recoverScript } from "../scripts/delivery/recover.ts";
import { releaseDelayedScript } from "../scripts/delivery/release.ts";
import { turnScript } from "../scripts/delivery/turn.ts";
import { spendScript } from "../scripts/delivery/upkeep.ts";
import { type Intervals, intervalsOf } from "./governor-intervals.ts";
import type { GovernorLimits, Retention } from "./model.ts";
import { settlementArguments } from "./settlement-arguments.ts";
import type { Claim, Settlement, Taken, TurnAnswer } from "./taken.ts";

export type DeliveryWorkerOptions = {
  redis: RedisLink;
  prefix: string;
  /** A name that no other process ever uses. */
  owner: string;
  /** How long a silent worker keeps what it has taken. */
  leaseMs: number;
  /** A message whose attempts ended in crashes is given up after so many. */
  maxAttempts: number;
  limits: GovernorLimits;
  retention: Retention;
};

/** What the turn script says instead of a wait. */
const NOTHING_WAITS = -1;
const PROMOTE_FIRST = -2;

/** Scheduled messages brought into their lanes by one call. */
const PROMOTED_BATCH = 200;

/** Lanes looked at by one call of `releaseDelayed`. */
const DELAYED_BATCH = 500;

/**
 * The way out of the delivery queue: turn by turn, what ended is settled and what may be sent is taken. Every call is one
 * script; each may be repeated when its reply was lost. All throw RedisUnavailableError only, and all run
 * while Redis is full.
 */
export class DeliveryWorker {
  readonly #options: DeliveryWorkerOptions;
  readonly #keys: DeliveryKeys;
  readonly #intervals: Intervals;

  constructor(options: DeliveryWorkerOptions) {
    this.#options = options;
    this.#keys = deliveryKeys(options.prefix);
    this.#intervals = intervalsOf(options.limits);
  }

  /**
   * Writes how messages ended (at most 500 of them), then gives at most `max` messages, each of another lane, that may
   * be sent at once: the governor's budget is spent for them. They are this worker's for `leaseMs`, counted from before
   * the call. May be repeated with the same settlements; messages that a lost reply gave come back by `recover`.
   */
  async turn(settlements: readonly Settlement[], max: number): Promise<TurnAnswer> {
    const answer = await this.#turn(settlements, max);
    if (answer.waitMs !== PROMOTE_FIRST) return answer;
    if (answer.messages.length === 0) {
      await this.#promote();
      const again = await this.#turn([], max);
      return { ...again, accepted: answer.accepted, waitMs: Math.max(0, again.waitMs) };
    }
    // What was taken is to be sent, whether or not Redis answers this.
    await this.#promote().catch(ignoreRedis);
    return { ...answer, waitMs: 0 };
  }

  async #turn(settlements: readonly Settlement[], max: number): Promise<TurnAnswer> {
    const { redis, owner, leaseMs, retention } = this.#options;
    const { laneMs, groupMs, globalMs } = this.#intervals;
    const head = [laneMs, groupMs, globalMs, owner, max, leaseMs, retention.maxAgeMs, retention.maxRecords];
    const args = [...head, ...settlements.flatMap(settlementArguments)];
    const reply = await runDeliveryScript(redis, this.#keys, turnScript, args);
    const [accepted, waitMs, heldBack, token, messages] = reply;
    return {
      accepted: accepted.map((answer) => answer === 1),
      messages: messages.map((message) => toTaken(message, token)),
      waitMs: waitMs === NOTHING_WAITS ? Number.POSITIVE_INFINITY : waitMs,
      heldBack: heldBack === 1,
    };
  }

  /** A turn that only takes. */
  async take(max: number): Promise<TurnAnswer> {
    return await this.turn([], max);
  }

  /** A turn that only settles. `false`: refused, because the message is another's by now. */
  async settle(settlements: readonly Settlement[]): Promise<boolean[]> {
    return (await this.turn(settlements, 0)).accepted;
  }

  /** Brings what was scheduled and is due into its lane. */
  async #promote(): Promise<void> {
    const { redis } = this.#options;
    while ((await runDeliveryScript(redis, this.#keys, promoteScript, [PROMOTED_BATCH])) === PROMOTED_BATCH);
  }

  /**
   * Notes that each is about to be sent, which needs those that are not `attempted` yet. `false`: it is not ours any
   * more, or was cancelled: it must not be sent.
   */
  async attempt(claims: readonly (Claim & { parts: number })[]): Promise<boolean[]> {
    const args = claims.flatMap(({ id, token, parts }) => [id, token, parts]);
    return await runDeliveryScript(this.#options.redis, this.#keys, attemptScript, args);
  }

  /** Prolongs the leases to `leaseMs` from now. `false`: it is not ours any more. */
  async renew(claims: readonly Claim[]): Promise<boolean[]> {
    const { redis, leaseMs } = this.#options;
    return await runDeliveryScript(redis, this.#keys, renewScript, [
      leaseMs,
      ...claims.flatMap(({ id, token }) => [id, token]),
    ]);
  }

  /**
   * Takes messages back from where nobody works on them: this worker's own that are not among `held` and, with
   * `claimOthers`, those of others whose lease is over; not within a full lease after Redis stood still, which is when
   * no worker looked for half a lease: so look several times per lease, with or without claiming. What had been attempted counts as an attempt with an unknown
   * outcome. Never to be called while a `take` is under way: its messages would be taken back.
   */
  async recover(
    held: readonly string[],
    claimOthers: boolean,
  ): Promise<{ returned: number; unknown: number; failed: number }> {
    const { redis, owner, leaseMs, maxAttempts } = this.#options;
    const { laneMs, groupMs } = this.#intervals;
    const args = [laneMs, groupMs, owner, claimOthers ? 1 : "", maxAttempts, leaseMs, ...held];
    const [returned, unknown, failed] = await runDeliveryScript(redis, this.#keys, recoverScript, args);
    return { returned, unknown, failed };
  }

  /** Spends the budget for one send to `lane` that is no message of the queue. 0: spent; else the ms to wait. */
  async spend(lane: string): Promise<number> {
    const { globalMs, laneMs, groupMs } = this.#intervals;
    const gap = lane.startsWith("-") ? groupMs : laneMs;
    return await runDeliveryScript(this.#options.redis, this.#keys, spendScript, [lane, globalMs, gap]);
  }

  /** The outage is over: what only waited because of it becomes due. Resolves with the number of lanes. */
  async releaseDelayed(): Promise<number> {
    let lanes = 0;
    while (true) {
      const some = await runDeliveryScript(this.#options.redis, this.#keys, releaseDelayedScript, [
        DELAYED_BATCH,
      ]);
      lanes += some;
      if (some < DELAYED_BATCH) return lanes;
    }
  }
}

function ignoreRedis(error: unknown): void {
  if (!(error instanceof RedisUnavailableError)) throw error;
}

function toTaken(message: readonly (string | number)[], token: number): Taken {
  const [
    id,
    lane,
    body,
    acceptedMs,
    partsSent = 0,
    attempts = 0,
    tries = 0,
    hold,
    variant = "",
    attempted = "1",
  ] = message;
  return {
    id: String(id),
    lane: String(lane),
    body: String(body),
    token,
    partsSent: Number(partsSent),
    attempts: Number(attempts),
    tries: Number(tries),
    holdUnknown: hold === "1",
    variant: String(variant),
    acceptedMs: Number(acceptedMs),
    attempted: attempted === "1",
  };
}
