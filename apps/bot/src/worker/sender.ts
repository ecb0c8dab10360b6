import { setMaxListeners } from "node:events";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import {
  type DeliveryWorker,
  RedisUnavailableError,
  type Settlement,
  type TurnAnswer,
} from "@bellwire/messaging";
import type { Logger } from "@bellwire/runtime";
import { type PlannedPart, planPart } from "../delivery/plan-part.ts";
import { Ended, type EndedBatch } from "./ended.ts";
import { claimOf, type Holding, type Holdings } from "./holdings.ts";
import type { PartSender } from "./part-sender.ts";
import { redisBackoffMs, untilServed } from "./redis-backoff.ts";
import type { RedisContact } from "./redis-contact.ts";
import type { TelegramWatch } from "./telegram-watch.ts";
import type { Turns } from "./turns.ts";

export type SenderOptions = {
  queue: Pick<DeliveryWorker, "turn" | "attempt">;
  holdings: Holdings;
  parts: Pick<PartSender, "send">;
  /** How many may be sent now, by how Telegram is. */
  watch: Pick<TelegramWatch, "allowance">;
  /** Shared with the recoverer. */
  turns: Turns;
  contact: Pick<RedisContact, "ask">;
  /** Sends in flight at a time; as many again may wait for Redis to hear what became of them. */
  concurrency: number;
  /** How long what ended waits for more to be told with it, while others are in flight. Default 3 ms. */
  gatherMs?: number;
  leaseMs: number;
  /** How long after `pause` sends in flight are cut off, and how long Redis may then take to hear of it. */
  drainMs: number;
  settleMs: number;
  /** Told when the queue has one back; `accepted` is false where it was another's by then. Must not throw. */
  onSettled: (settlement: Settlement, accepted: boolean) => void;
  /** Told of each wait for the governor's budget while work was due. Must not throw. */
  onThrottled: (waitedMs: number) => void;
  logger: Logger;
};

/** So often it is looked for work that another process brought; what this one brings wakes it. */
const IDLE_POLL_MS = 100;

/**
 * A call to Redis costs a good part of what a send does, so what ended waits a moment for more of it, unless so many of
 * the places are free again. What is to be sent never waits for that.
 */
const GATHER_MS = 3;
const GATHERED_SHARE = 0.25;

/** Redis may be away when sends end; what waits to be told to it stays bounded. */
const HELD_PER_PLACE = 2;

/** As many as one script gives quickly. */
const TAKE_MAX = 500;

type InHand = { holding: Holding; planned: PlannedPart };

/**
 * Sends what the delivery queue gives, at most `concurrency` at a time. It works turn by turn, one call to Redis after
 * the other: what ended since the last turn is told, and as many are taken as there are places. So calls grow fuller the
 * busier it is. Never holds a message that may not be sent now: each is sent as soon as it is taken.
 */
export class Sender {
  readonly name = "sender";
  readonly #options: SenderOptions;
  readonly #paused = new AbortController();
  /** Aborted when sends in flight have had their time. */
  readonly #over = new AbortController();
  /** Aborted when Redis has had its time to hear what became of them. */
  readonly #abandoned = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  readonly #ended = new Ended();
  #loop: Promise<void> | undefined;
  #woken = false;
  #wakeUp: (() => void) | undefined;
  #gathering: NodeJS.Timeout | undefined;
  #cutOff: NodeJS.Timeout | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
    // Every send in flight listens to it: that many are no leak.
    setMaxListeners(0, this.#over.signal);
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Looks for work now: some was brought, a place fell free, or Telegram is back. Never throws. */
  wake(): void {
    this.#woken = true;
    this.#wakeUp?.();
  }

  /**
   * Takes nothing more from now on, and gives back what is not begun; sends in flight go on for at most `drainMs`. Then
   * they are cut off, and their outcome is unknown. May be called twice.
   */
  pause(): void {
    if (this.#paused.signal.aborted) return;
    const { drainMs, logger } = this.#options;
    this.#paused.abort();
    this.#cutOff = setTimeout(() => {
      logger.warn(
        { sends: this.#underWay.size },
        "sends in flight are cut off at the end of the grace period",
      );
      this.#over.abort();
    }, drainMs);
    this.wake();
  }

  /**
   * Pauses, and resolves when nothing is in flight and the queue knows of all that was, at the latest `settleMs` after
   * the last send was cut off. May be called twice.
   */
  async stop(): Promise<void> {
    this.pause();
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    clearTimeout(this.#cutOff);
    const giveUp = setTimeout(() => this.#abandoned.abort(), this.#options.settleMs);
    await this.#loop;
    clearTimeout(giveUp);
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#isDone) {
      this.#woken = false;
      const free = this.#freePlaces();
      if (free === 0 && this.#ended.size === 0) {
        await this.#sleep(Number.POSITIVE_INFINITY);
        continue;
      }
      try {
        await this.#turn(free);
        failures = 0;
      } catch (error) {
        if (!(error instanceof RedisUnavailableError)) throw error;
        failures += 1;
        await sleep(redisBackoffMs(failures), undefined, { signal: this.#abandoned.signal }).catch(() => {});
      }
    }
  }

  get #isDone(): boolean {
    if (this.#abandoned.signal.aborted) return true;
    return this.#paused.signal.aborted && this.#underWay.size === 0 && this.#ended.size === 0;
  }

  #freePlaces(): number {
    if (this.#paused.signal.aborted) return 0;
    const { watch, holdings, concurrency } = this.#options;
    const { most, sinceMs } = watch.allowance;
    const places = Math.min(concurrency - holdings.inFlight, HELD_PER_PLACE * concurrency - holdings.size);
    const free = Math.max(0, Math.min(places, TAKE_MAX));
    if (free < most) return free;
    // What was taken before does not count against a limit that came later: it may hang for long.
    return Math.max(0, Math.min(free, most - holdings.takenSince(sinceMs)));
  }

  /** Tells what ended, takes what may be sent, and waits until the next turn. */
  async #turn(free: number): Promise<void> {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    const { holdings, turns, concurrency, onSettled } = this.#options;
    const batch = this.#ended.next();
    const { answer, taken } = await turns.take(() => this.#ask(batch, batch.isAlone ? 0 : free));
    this.#ended.heard(batch);
    for (const [index, { holding, settlement }] of batch.messages.entries()) {
      holdings.remove(holding);
      onSettled(settlement, answer.accepted[index] === true);
    }
    if (taken.length > 0) this.#follow(this.#deliver(taken));
    if (this.#ended.size > 0) this.#gather();
    // With every place taken, the next turn comes when enough have ended.
    if (holdings.size >= concurrency) await this.#sleep(Number.POSITIVE_INFINITY);
    else await this.#untilNext(answer);
  }

  async #ask(batch: EndedBatch, most: number): Promise<{ answer: TurnAnswer; taken: Holding[] }> {
    const { queue, holdings, contact, leaseMs } = this.#options;
    const settlements = batch.messages.map(({ settlement }) => settlement);
    const askedAtMs = performance.now();
    try {
      const answer = await contact.ask(() => queue.turn(settlements, most));
      return { answer, taken: answer.messages.map((message) => holdings.add(message, askedAtMs, leaseMs)) };
    } catch (error) {
      if (error instanceof RedisUnavailableError && error.trouble === "refused") this.#ended.refused(batch);
      throw error;
    }
  }

  async #untilNext({ waitMs, heldBack }: TurnAnswer): Promise<void> {
    if (waitMs === 0) return;
    const sleptFromMs = performance.now();
    await this.#sleep(Math.min(waitMs, IDLE_POLL_MS));
    if (heldBack) this.#options.onThrottled(performance.now() - sleptFromMs);
  }

  #follow(work: Promise<void>): void {
    this.#underWay.add(work);
    void work.finally(() => {
      this.#underWay.delete(work);
      // The loop ends with the last of them.
      if (this.#paused.signal.aborted) this.wake();
    });
  }

  async #deliver(taken: readonly Holding[]): Promise<void> {
    const inHand = this.#plan(taken);
    if (this.#paused.signal.aborted) return this.#giveBack(inHand);
    for (const each of inHand) if (each.holding.taken.attempted) this.#follow(this.#send(each));
    await this.#deliverAsked(inHand.filter(({ holding }) => !holding.taken.attempted));
  }

  /** Those whose attempt is yet to be noted. */
  async #deliverAsked(inHand: readonly InHand[]): Promise<void> {
    const ours = await this.#attempt(inHand);
    if (ours === undefined) return this.#giveBack(inHand);
    for (const [index, each] of inHand.entries()) {
      if (ours[index] === true) this.#follow(this.#send(each));
      else this.#letGo(each);
    }
  }

  /** What cannot be read is given up at once. */
  #plan(taken: readonly Holding[]): InHand[] {
    return taken.flatMap((holding) => {
      const planned = planPart(holding.taken);
      if ("message" in planned) return [{ holding, planned }];
      this.#end(holding, { ...claimOf(holding), kind: "failed", reason: planned.reason });
      return [];
    });
  }

  /** Undefined when it could not be noted in time: then nothing of it may be sent. */
  async #attempt(inHand: readonly InHand[]): Promise<boolean[] | undefined> {
    if (inHand.length === 0) return [];
    const { queue, contact } = this.#options;
    const claims = inHand.map(({ holding, planned }) => ({ ...claimOf(holding), parts: planned.parts }));
    const goOn = () => inHand.some(({ holding }) => holding.leaseUntilMs > performance.now());
    const attempt = () => contact.ask(() => queue.attempt(claims));
    return await untilServed(attempt, { goOn, signal: this.#paused.signal });
  }

  async #send({ holding, planned }: InHand): Promise<void> {
    const settlement = await this.#options.parts.send(holding, planned, this.#over.signal);
    this.#end(holding, settlement);
  }

  /** Was cancelled, or is another's by now. */
  #letGo({ holding }: InHand): void {
    this.#options.holdings.remove(holding);
    this.wake();
  }

  #giveBack(inHand: readonly InHand[]): void {
    for (const { holding } of inHand)
      this.#end(holding, { ...claimOf(holding), kind: "returned", reason: "released" });
  }

  #end(holding: Holding, settlement: Settlement): void {
    this.#options.holdings.noteEnded(holding);
    this.#ended.add(holding, settlement);
    this.#gather();
  }

  /** Brings about the turn that tells what ended. */
  #gather(): void {
    const { holdings, concurrency, gatherMs = GATHER_MS } = this.#options;
    if (holdings.inFlight === 0 || this.#ended.size >= concurrency * GATHERED_SHARE) this.wake();
    else this.#gathering ??= setTimeout(() => this.wake(), gatherMs);
  }

  /** Until `wake`, or `ms` are over. */
  async #sleep(ms: number): Promise<void> {
    if (!this.#woken) {
      await new Promise<void>((resolve) => {
        const timer = Number.isFinite(ms) ? setTimeout(resolve, ms) : undefined;
        this.#wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wakeUp = undefined;
    }
    // What ends in the same turn of the event loop is told together.
    if (this.#woken) await setImmediate();
  }
}
