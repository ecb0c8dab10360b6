import { type DeliveryKeys, deliveryKeys } from "../keys.ts";
import type { RedisLink } from "../redis-link.ts";
import { admitScript, sweepScript } from "../scripts/delivery/admit.ts";
import { runDeliveryScript } from "../scripts/delivery/delivery-script.ts";
import { housekeepScript } from "../scripts/delivery/upkeep.ts";
import { pushDraft } from "./draft-arguments.ts";
import type { Door, Draft, Retention } from "./model.ts";
import { packed } from "./packed.ts";

/**
 * One thing that came in. `copy` is what the door still holds of it: at the queue the payload as it lies in the pending
 * list, at the stream the id of the entry, at the channel nothing. `generated`: the id is the intake's, not the
 * publisher's.
 */
export type IntakeItem = { copy: Buffer | string | undefined } & (
  | { draft: Draft; generated: boolean }
  | { rejected: Rejected }
);

/** What is no message, for the quarantine. `bytes` is the whole length where `raw` was cut. */
export type Rejected = { reason: string; detail: string; raw: Buffer; bytes: number };

/**
 * `lost`: the lease is another's, nothing was done. `out_of_turn`: the call that it was to follow was not done, or not in
 * full, or a later one was, and so this one was not. Else how many of the items, in order, were dealt with (fewer than
 * given only where the queue is full), and how: now waiting; known by their id; gone from the door, so admitted before;
 * known with another fingerprint and put in the quarantine; rejected into it; ended at once because their lane is full;
 * dropped because the queue is full and their door cannot keep them.
 */
export type AdmitAnswer =
  | { kind: "lost" }
  | { kind: "out_of_turn" }
  | {
      kind: "done";
      handled: number;
      admitted: number;
      known: number;
      gone: number;
      mismatched: number;
      rejected: number;
      dead: number;
      dropped: number;
    };

/** Where a call of `admit` stands among those of one owner. */
export type AdmitOrder = {
  /** Its number; nothing is done where a call to the same door with a larger one, or the same, came before. */
  call: number;
  /** Nothing is to be done unless that call to the same door was the last one, and dealt with all of its items. */
  after?: number;
  /** No id that is generated was given before by a call with another number. */
  fresh?: boolean;
};

export type SweepAnswer =
  | { lost: true }
  | { lost: false; admitted: number; unclaimed: number; more: boolean };

export type DeliveryIntakeOptions = {
  redis: RedisLink;
  prefix: string;
  /** As whom the intake lease is held. */
  owner: string;
  maxWaiting: number;
  retention: Retention;
};

/** The consumer group at the stream door. */
export const INTAKE_GROUP = "bot";

/** What the admit script says instead of a number. */
const NOT_ITS_TURN = -2;

const SWEEP_BATCH = 500;

/** The way into the delivery queue, for the one process that holds the intake lease. */
export class DeliveryIntake {
  readonly #options: DeliveryIntakeOptions;
  readonly #keys: DeliveryKeys;

  constructor(options: DeliveryIntakeOptions) {
    this.#options = options;
    this.#keys = deliveryKeys(options.prefix);
  }

  /**
   * Admits `items`, which came by one door in this order, in one step; what has a copy at the door is removed from there
   * in the same step. May be repeated when its reply was lost: nothing is admitted twice. With `after` it may be begun
   * before the call that it follows is answered, and their order holds whatever becomes of that. Throws
   * RedisUnavailableError; with trouble `full` nothing was done.
   */
  async admit(door: Door, items: readonly IntakeItem[], order?: AdmitOrder): Promise<AdmitAnswer> {
    const { redis, owner, maxWaiting } = this.#options;
    const { call = "", after = "", fresh = false } = order ?? {};
    const given: (string | Buffer)[] = [];
    for (const item of items) {
      if ("draft" in item) pushDraft(given, item.draft, item.generated);
      else pushRejected(given, item.rejected);
      if (door !== "channel") given.push(item.copy ?? "");
    }
    const args = [owner, door, maxWaiting, INTAKE_GROUP, call, after, fresh ? 1 : "", packed(given)];
    const reply = await runDeliveryScript(redis, this.#keys, admitScript, args);
    const [
      handled = 0,
      admitted = 0,
      known = 0,
      gone = 0,
      mismatched = 0,
      rejected = 0,
      dead = 0,
      dropped = 0,
    ] = reply;
    if (handled < 0) return { kind: handled === NOT_ITS_TURN ? "out_of_turn" : "lost" };
    return { kind: "done", handled, admitted, known, gone, mismatched, rejected, dead, dropped };
  }

  /**
   * Admits, oldest first, what was accepted for the channel more than `minAgeMs` ago and not admitted; what was accepted
   * a minute ago ends `expired`, reason `unclaimed`. Also while Redis is full. May be repeated.
   */
  async sweepAccepted(minAgeMs: number): Promise<SweepAnswer> {
    const { redis, owner } = this.#options;
    const [seen = 0, admitted = 0, unclaimed = 0] = await runDeliveryScript(redis, this.#keys, sweepScript, [
      owner,
      minAgeMs,
      SWEEP_BATCH,
    ]);
    if (seen < 0) return { lost: true };
    return { lost: false, admitted, unclaimed, more: seen === SWEEP_BATCH };
  }

  /**
   * Ends what is over its time and forgets what was kept long enough, some hundred at a time: `more` tells to call again.
   * @param full whether Redis refuses writes for want of memory: then finished records make room sooner
   */
  async housekeep(full: boolean): Promise<{ ended: number; trimmed: number; more: boolean }> {
    const { redis, retention } = this.#options;
    const args = [retention.maxAgeMs, retention.maxRecords, full ? 1 : ""];
    const [ended, trimmed, more] = await runDeliveryScript(redis, this.#keys, housekeepScript, args);
    return { ended, trimmed, more: more === 1 };
  }
}

function pushRejected(args: (string | Buffer)[], { reason, detail, bytes, raw }: Rejected): void {
  args.push("rejected", reason, detail, String(bytes), raw);
}
