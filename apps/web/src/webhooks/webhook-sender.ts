import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import {
  RedisUnavailableError,
  type WebhookQueue,
  type WebhookSettlement,
  type WebhookTaken,
} from "@bellwire/messaging";
import type { Logger } from "@bellwire/runtime";
import { ReceiverBrake } from "./receiver-brake.ts";
import { retryDelayMs } from "./retry-schedule.ts";
import { Waker } from "./waker.ts";
import { webhookBody } from "./webhook-body.ts";
import type { CallOutcome, WebhookCall } from "./webhook-call.ts";

export type WebhookSenderOptions = {
  queue: Pick<WebhookQueue, "take" | "settle">;
  call: WebhookCall;
  /** Of what is taken. A result that Redis did not hear by then is forgotten: another one tries again. */
  leaseMs: number;
  /** How long after `stop` calls under way may go on; 2 s by default. Then they are cut off. */
  drainMs?: number;
  /** Wait after a try failed, by its number; undefined: it was the last one. */
  delayMs?: (attempts: number) => number | undefined;
  /** Told when the queue knows what became of a try. Must not throw. */
  onSettled: (kind: WebhookSettlement["kind"]) => void;
  logger: Logger;
};

const AT_A_TIME = 8;
/** Retries come due by themselves, and other processes bring deliveries. */
const LOOK_EVERY_MS = 1000;
const DRAIN_MS = 2000;
const REDIS_PAUSE_MS = 300;

/** Calls the receiver about what is due, a few at a time, and settles each call with what it came to. */
export class WebhookSender {
  readonly #options: WebhookSenderOptions;
  readonly #brake = new ReceiverBrake(AT_A_TIME);
  readonly #waker = new Waker();
  readonly #underWay = new Set<Promise<void>>();
  /** Aborted when calls under way have had their time. */
  readonly #over = new AbortController();
  #stopped = false;
  #isFailing = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: WebhookSenderOptions) {
    this.#options = options;
    // Every call under way listens to it: that many are no leak.
    setMaxListeners(0, this.#over.signal);
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Looks for what is due now. Never throws. */
  wake(): void {
    this.#waker.wake();
  }

  /** Takes nothing more, and resolves when nothing is under way, at most a little after `drainMs`. May be called twice. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.wake();
    const cutOff = setTimeout(() => this.#over.abort(), this.#options.drainMs ?? DRAIN_MS);
    await this.#loop;
    await Promise.all(this.#underWay);
    clearTimeout(cutOff);
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const free = this.#brake.allowed - this.#underWay.size;
      const taken = free > 0 ? await this.#take(free) : [];
      for (const one of taken) this.#begin(one);
      // One that ends wakes; so does what was collected.
      if (taken.length < free || free <= 0) await this.#waker.wait(this.#brake.pauseMs || LOOK_EVERY_MS);
    }
  }

  async #take(count: number): Promise<WebhookTaken[]> {
    try {
      return await this.#options.queue.take(count);
    } catch (error) {
      if (error instanceof RedisUnavailableError) return [];
      throw error;
    }
  }

  #begin(taken: WebhookTaken): void {
    const trying = this.#try(taken)
      .catch((err: unknown) => this.#options.logger.error({ err, id: taken.id }, "a webhook call met a bug"))
      .finally(() => {
        this.#underWay.delete(trying);
        this.wake();
      });
    this.#underWay.add(trying);
  }

  async #try(taken: WebhookTaken): Promise<void> {
    const giveUpAtMs = performance.now() + this.#options.leaseMs;
    const body = webhookBody(taken.type, taken.event);
    if (body === undefined)
      return await this.#settle(taken, { kind: "dead", error: "not an event of ours" }, giveUpAtMs);
    const outcome = await this.#options.call(taken.id, body, this.#over.signal);
    // Cut off, its outcome is unknown: it is left to its lease, as if this process had been killed.
    if (outcome.kind === "failed" && this.#over.signal.aborted) return;
    this.#note(outcome);
    await this.#settle(taken, this.#settlementOf(taken, outcome), giveUpAtMs);
  }

  #note(outcome: CallOutcome): void {
    const { logger } = this.#options;
    const isFailing = outcome.kind === "failed";
    if (isFailing) this.#brake.noteFailure(outcome.retryAfterMs);
    else this.#brake.noteSuccess();
    if (isFailing && !this.#isFailing)
      logger.warn({ reason: outcome.error }, "the webhook receiver does not take calls");
    if (!isFailing && this.#isFailing) logger.info("the webhook receiver takes calls again");
    this.#isFailing = isFailing;
  }

  #settlementOf({ id, type, attempts }: WebhookTaken, outcome: CallOutcome): WebhookSettlement {
    if (outcome.kind === "taken") return { kind: "delivered", status: outcome.status };
    const { error, status, retryAfterMs = 0 } = outcome;
    const delayMs = (this.#options.delayMs ?? retryDelayMs)(attempts);
    const of = { error, ...(status !== undefined && { status }) };
    if (delayMs !== undefined) return { kind: "retry", delayMs: Math.max(delayMs, retryAfterMs), ...of };
    this.#options.logger.warn({ id, type, attempts, reason: error }, "a webhook call is given up");
    return { kind: "dead", ...of };
  }

  /** Redis may be away when a call ends: what it came to is said until its lease is over, or this process stops. */
  async #settle(taken: WebhookTaken, settlement: WebhookSettlement, giveUpAtMs: number): Promise<void> {
    const { queue, onSettled } = this.#options;
    while (true) {
      try {
        if (await queue.settle(taken, settlement)) onSettled(settlement.kind);
        return;
      } catch (error) {
        if (!(error instanceof RedisUnavailableError)) throw error;
        if (this.#stopped || performance.now() > giveUpAtMs) return;
      }
      await sleep(REDIS_PAUSE_MS);
    }
  }
}
