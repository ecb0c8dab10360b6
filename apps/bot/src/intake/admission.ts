import { setTimeout } from "node:timers/promises";
import {
  type AdmitAnswer,
  type AdmitOrder,
  type DeliveryIntake,
  type Door,
  type IntakeItem,
  RedisUnavailableError,
} from "@bellwire/messaging";
import type { Counter, Health, Histogram } from "@bellwire/runtime";
import { inChunks } from "./chunks.ts";
import { admissionWords } from "./door-words.ts";
import { Pace } from "./pace.ts";

export type AdmissionOptions = {
  intake: Pick<DeliveryIntake, "admit">;
  health: Pick<Health, "set">;
  metrics: {
    received: Counter;
    malformed: Counter;
    admitted: Counter;
    duplicates: Counter;
    dropped: Counter;
    admitSeconds: Histogram;
  };
  /** Called when something came into the delivery queue. Must not throw. */
  onAdmitted: () => void;
};

/**
 * How many of the items, in order, were dealt with, and whether the rest met another holder of the lease or a full
 * queue.
 */
export type AdmissionResult = { handled: number; stopped?: "lost" | "full" };

export type AdmittingOrder = {
  after?: Admitting;
  /** None of the items was given before. */
  fresh?: boolean;
};

/** A call on its way. `ended` rejects with RedisUnavailableError, also where nobody waits for it. */
export type Admitting = { call: number; ended: Promise<AdmissionResult> };

/** What comes in meanwhile goes along with the next call: each costs Redis and this process more than a message does. */
const CALL_EVERY_MS = 3;

/** A full queue is said for so long after it was met: longer than a door waits before it tries again. */
const FULL_MEMORY_MS = 5000;

type Done = Extract<AdmitAnswer, { kind: "done" }>;

/** Brings what came in by any door into the delivery queue, many at once, and counts what became of each. */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #pace = new Pace(CALL_EVERY_MS);
  /** How many calls there were; each has its number. */
  #calls = 0;
  #isRedisFull = false;
  #queueFullUntilMs = Number.NEGATIVE_INFINITY;

  constructor(options: AdmissionOptions) {
    this.#options = options;
    this.#report();
  }

  /**
   * Admits `items` in order, until one is not. Throws RedisUnavailableError: then those of the last call may have been
   * admitted, and all may be given again. One whose door keeps a copy is admitted once anyway, others by their id.
   */
  async admit(door: Door, items: readonly IntakeItem[]): Promise<AdmissionResult> {
    await this.waitTurn();
    let handled = 0;
    for (const chunk of inChunks(items)) {
      const result = await this.begin(door, chunk).ended;
      handled += result.handled;
      if (result.handled < chunk.length) return { ...result, handled };
    }
    return { handled };
  }

  /** Resolves when a call that follows no other may begin. */
  async waitTurn(): Promise<void> {
    const delayMs = this.#pace.delayMs();
    if (delayMs > 0) await setTimeout(delayMs);
  }

  /**
   * Sends one call, with a chunk of items. The next may be begun before it has ended, so that Redis need not wait for this
   * process: nothing of a call that follows another is done unless that one was the last one, and done in full.
   */
  begin(door: Door, items: readonly IntakeItem[], { after, fresh = false }: AdmittingOrder = {}): Admitting {
    this.#calls += 1;
    const call = this.#calls;
    const ended = this.#end(door, items, { call, fresh, ...(after && { after: after.call }) });
    // Whoever waits for it hears of it.
    ended.catch(() => {});
    return { call, ended };
  }

  /** Takes note of what was admitted without a payload: what web had accepted and nobody had heard. */
  noteSwept(admitted: number): void {
    if (admitted === 0) return;
    const { metrics, onAdmitted } = this.#options;
    metrics.admitted.add({ door: "channel" }, admitted);
    onAdmitted();
  }

  /** Takes note, again and again, of whether Redis has memory left for anything new. */
  noteRedisFull(isFull: boolean): void {
    this.#isRedisFull = isFull;
    this.#report();
  }

  /** Nothing is admitted here any more, or not yet: what was full may be so no longer. */
  noteStandby(): void {
    this.#queueFullUntilMs = Number.NEGATIVE_INFINITY;
    this.noteRedisFull(false);
  }

  async #end(door: Door, items: readonly IntakeItem[], order: AdmitOrder): Promise<AdmissionResult> {
    const answer = await this.#call(door, items, order);
    if (answer.kind === "out_of_turn") return { handled: 0 };
    if (answer.kind === "lost") return { handled: 0, stopped: "lost" };
    const { handled } = answer;
    this.#count(door, items, answer);
    this.#noteRoom(answer.dropped === 0 && handled === items.length);
    return handled < items.length ? { handled, stopped: "full" } : { handled };
  }

  async #call(door: Door, chunk: readonly IntakeItem[], order: AdmitOrder): Promise<AdmitAnswer> {
    const { intake, metrics } = this.#options;
    const sinceMs = performance.now();
    try {
      return await intake.admit(door, chunk, order);
    } catch (error) {
      if (error instanceof RedisUnavailableError && error.trouble === "full") this.noteRedisFull(true);
      throw error;
    } finally {
      metrics.admitSeconds.observe((performance.now() - sinceMs) / 1000);
    }
  }

  #count(door: Door, items: readonly IntakeItem[], answer: Done): void {
    const { metrics, onAdmitted } = this.#options;
    const add = (counter: Counter, labels: Record<string, string>, by: number) => {
      if (by > 0) counter.add(labels, by);
    };
    add(metrics.received, { door }, answer.handled - answer.gone);
    add(metrics.admitted, { door }, answer.admitted);
    add(metrics.duplicates, { door }, answer.known);
    add(metrics.malformed, { door, reason: "idempotency_mismatch" }, answer.mismatched);
    add(metrics.dropped, { where: "chat_full" }, answer.dead);
    add(metrics.dropped, { where: "queue_full" }, answer.dropped);
    if (answer.rejected > 0)
      for (const item of items.slice(0, answer.handled))
        if ("rejected" in item) metrics.malformed.add({ door, reason: item.rejected.reason });
    if (answer.admitted > 0) onAdmitted();
  }

  #noteRoom(hasRoom: boolean): void {
    this.#queueFullUntilMs = hasRoom ? Number.NEGATIVE_INFINITY : performance.now() + FULL_MEMORY_MS;
    this.noteRedisFull(false);
  }

  #report(): void {
    const isQueueFull = performance.now() < this.#queueFullUntilMs;
    const words = isQueueFull ? admissionWords.queueFull : admissionWords.open;
    this.#options.health.set("admission", this.#isRedisFull ? admissionWords.redisFull : words);
  }
}
