import { setTimeout } from "node:timers/promises";
import {
  type ChannelMessage,
  type ChannelSubscription,
  type IntakeItem,
  type Lease,
  RedisUnavailableError,
  readLeaseWord,
} from "@bellwire/messaging";
import type { Counter, Logger } from "@bellwire/runtime";
import { redisBackoffMs } from "../worker/redis-backoff.ts";
import type { Admission } from "./admission.ts";
import { Crossing } from "./crossing.ts";
import { Heard } from "./heard.ts";
import type { Sweeper } from "./sweeper.ts";
import { TenureStart } from "./tenure-start.ts";
import { channelItem, type Reading } from "./to-items.ts";

export type ChannelDoorOptions = {
  subscription: Pick<ChannelSubscription, "start" | "read" | "close" | "status" | "buffered">;
  /** Of all the channels subscribed, the one that carries notifications. */
  channel: string;
  /** The channel on which is said who has the intake lease. */
  botsChannel: string;
  /** This bot's name there. */
  botId: string;
  lease: Pick<
    Lease,
    | "state"
    | "tenure"
    | "since"
    | "after"
    | "announceLeaving"
    | "announceTaken"
    | "noteLeaving"
    | "noteTaken"
    | "noteReleased"
  >;
  admission: Pick<Admission, "begin" | "waitTurn">;
  sweeper: Pick<Sweeper, "isDue" | "sweep" | "expectGap">;
  reading: Reading;
  dropped: Counter;
  logger: Logger;
  /** How long `stop` goes on with what was heard before it. */
  drainMs: number;
};

/** A read without a message ends after so long: so often the door looks at the lease while nothing waits for it. */
const READ_MS = 250;

/** So often while something waits. */
const LOOK_MS = 20;

/** So much is held while it is not clear whose it is; the rest waits in the subscription's buffer. */
const HELD_BYTES = 16 * 1024 * 1024;

/** Why a message that was heard was not taken in here. */
type Left = "standby" | "handed_over" | "shutdown" | "buffer";

/** What to do with what was heard. */
type Verdict = "wait" | "ours" | "standby" | "shutdown";

/**
 * The channel door: hears what is published, and admits it while this bot holds the intake lease. While another bot
 * holds it, that one hears the same messages and this one drops them; while nobody is known to hold it, they wait.
 *
 * Bots agree whose a message is by words on the bots' channel, which each hears on the same connection and therefore at
 * the same place among the messages. One that leaves says so: what came before that word it admits, then it gives the
 * lease back; what comes after is its successor's. One that takes over says so too, and decides about nothing it heard
 * before it has heard its own word: a word of its predecessor comes before that. Where the predecessor said nothing, all
 * that was heard before is left to it: nobody knows where it ended.
 */
export class ChannelDoor {
  readonly name = "channel door";
  readonly #options: ChannelDoorOptions;
  readonly #heard = new Heard();
  readonly #start: TenureStart;
  /** What was taken out of that, until it is known to be admitted. */
  readonly #crossing: Crossing;
  #loop: Promise<void> | undefined;
  /** Aborted when the time for draining is over. */
  readonly #over = new AbortController();
  /** Set by `stop` of a holder: resolves with how many bots heard that it leaves, itself included. */
  #left: Promise<number> | undefined;
  #stopping = false;
  /** Whether a successor takes what comes from here on. */
  #handedOver = false;
  #bufferDropped = 0;
  #troubles = 0;
  #unsent = 0;

  constructor(options: ChannelDoorOptions) {
    this.#options = options;
    this.#start = new TenureStart(options);
    this.#crossing = new Crossing("channel", options.admission);
  }

  start(): void {
    this.#options.subscription.start();
    this.#loop = this.#run();
  }

  /**
   * Says that this bot leaves, leaves the channel, then admits what was heard and is its own, for at most `drainMs`; the
   * rest is dropped and counted. The lease must outlive it: it is the caller's to give back. May be called twice.
   */
  async stop(): Promise<void> {
    const { subscription, lease, drainMs } = this.#options;
    const timer = globalThis.setTimeout(() => this.#over.abort(), drainMs);
    if (lease.state === "held") this.#left ??= lease.announceLeaving();
    this.#stopping = true;
    await this.#left;
    await subscription.close();
    await this.#loop;
    clearTimeout(timer);
  }

  async #run(): Promise<void> {
    const { subscription, logger } = this.#options;
    for await (const messages of subscription.read(READ_MS)) {
      this.#noteBufferDrops();
      if (messages.length > 0) this.#start.noteHeard();
      for (const message of messages) {
        if (message.channel === this.#options.channel) this.#hear(message);
        else if (message.channel === this.#options.botsChannel) await this.#hearWord(message);
      }
      await this.#work();
    }
    if (this.#unsent > 0)
      logger.warn({ messages: this.#unsent }, "messages heard before the stop could not be admitted in time");
  }

  get #waiting(): number {
    return this.#heard.length + this.#crossing.length;
  }

  #hear({ payload }: ChannelMessage): void {
    if (this.#handedOver) this.#drop("handed_over", 1);
    else this.#heard.push(payload);
  }

  async #hearWord({ payload }: ChannelMessage): Promise<void> {
    await this.#landAll();
    const word = readLeaseWord(payload.toString());
    const { lease, botId } = this.#options;
    if (word.owner === botId) {
      if (word.kind === "taken" && word.tenure === lease.tenure) this.#begin();
      // Our own word marks the end of what is ours, unless nobody else heard it: then there is no successor.
      if (word.kind === "leaving" && this.#left && (await this.#left) > 1) this.#handedOver = true;
    } else if (word.kind === "leaving") {
      // What was heard so far is that bot's: it held the lease until this very moment.
      this.#drop("standby", this.#takeAll());
      this.#start.noteEnd(word.owner);
      lease.noteLeaving(word.owner);
    } else if (word.kind === "taken") {
      lease.noteTaken();
    } else {
      if (!this.#start.hasEnded(word.owner)) this.#drop("standby", this.#takeAll());
      this.#start.noteEnd(word.owner);
      lease.noteReleased();
    }
  }

  /** Deals with what was heard, until nothing is left or more is to be heard first. */
  async #work(): Promise<void> {
    for (;;) {
      const verdict = this.#verdict();
      if (verdict === "ours") {
        if (await this.#takeIn()) return;
      } else if (this.#crossing.isUnderWay) {
        await this.#landAll();
      } else if (verdict !== "wait") {
        this.#drop(verdict, this.#takeAll());
        return;
      } else if (this.#mayHearMore()) return;
      else await this.#pause(LOOK_MS);
    }
  }

  /** While it is not clear whose something is, a word that tells may be among what was not read yet. */
  #mayHearMore(): boolean {
    const isMore = this.#waiting === 0 || this.#options.subscription.buffered.messages > 0;
    return isMore && this.#heard.bytes < HELD_BYTES;
  }

  #verdict(): Verdict {
    const { lease } = this.#options;
    if (this.#over.signal.aborted) return "shutdown";
    if (this.#stopping && this.#left === undefined) return lease.state === "other" ? "standby" : "shutdown";
    if (lease.state !== "held") this.#options.sweeper.expectGap();
    if (lease.state === "other") return "standby";
    if (lease.state !== "held") return "wait";
    if (this.#hasBegun()) return "ours";
    return this.#start.isAnothers ? "standby" : "wait";
  }

  /** Whether everything that was said before this bot had the lease has been heard. */
  #hasBegun(): boolean {
    if (this.#start.hasBegun) return true;
    if (this.#start.announce()) this.#options.sweeper.expectGap();
    if (!this.#stopping && !this.#start.isVain) return false;
    this.#begin();
    return true;
  }

  #begin(): void {
    if (this.#start.isAnothers) this.#drop("standby", this.#takeAll());
    this.#start.begin();
  }

  /** @returns whether to hear more first */
  async #takeIn(): Promise<boolean> {
    try {
      const isHolder = (await this.#sweep()) && this.#verdict() === "ours" && (await this.#admitSome());
      this.#troubles = 0;
      if (isHolder) return this.#hasToHear();
      this.#options.sweeper.expectGap();
      await this.#pause(LOOK_MS);
    } catch (error) {
      await this.#noteTrouble(error);
    }
    return false;
  }

  async #noteTrouble(error: unknown): Promise<void> {
    if (!(error instanceof RedisUnavailableError)) throw error;
    this.#options.sweeper.expectGap();
    this.#troubles += 1;
    await this.#pause(redisBackoffMs(this.#troubles));
  }

  async #sweep(): Promise<boolean> {
    const { subscription, sweeper } = this.#options;
    // Until Redis confirms a new subscription something may have been published that it did not hear.
    if (subscription.status !== "subscribed") sweeper.expectGap();
    const isIdle = this.#waiting === 0 && subscription.buffered.messages === 0;
    if (!sweeper.isDue(isIdle)) return true;
    await this.#landAll();
    return await sweeper.sweep(isIdle, () => this.#verdict() === "ours");
  }

  /** One step: a call begins, or the oldest that is under way ends. @returns whether the lease is ours as far as is known */
  async #admitSome(): Promise<boolean> {
    if (this.#mayBegin()) await this.#crossing.begin(() => this.#read());
    else if (!this.#hasToHear()) return (await this.#crossing.land()) !== "lost";
    return true;
  }

  /** What makes no whole call waits while another is under way: more comes along meanwhile. */
  #mayBegin(): boolean {
    if (this.#crossing.isUnderWay)
      return this.#crossing.hasRoom && (this.#crossing.hasReturned || this.#heard.isChunk);
    return this.#waiting > 0;
  }

  #hasToHear(): boolean {
    if (this.#mayBegin()) return false;
    return (
      !this.#crossing.isUnderWay || (this.#options.subscription.buffered.messages > 0 && !this.#heard.isChunk)
    );
  }

  #read(): readonly IntakeItem[] {
    return this.#heard.takeChunk().map((payload) => channelItem(payload, this.#options.reading));
  }

  async #landAll(): Promise<void> {
    while (this.#crossing.isUnderWay) {
      try {
        await this.#crossing.land();
      } catch (error) {
        await this.#noteTrouble(error);
      }
    }
  }

  #noteBufferDrops(): void {
    const { dropped } = this.#options.subscription.buffered;
    if (dropped === this.#bufferDropped) return;
    this.#drop("buffer", dropped - this.#bufferDropped);
    this.#bufferDropped = dropped;
    this.#options.sweeper.expectGap();
  }

  #takeAll(): number {
    return this.#heard.clear() + this.#crossing.clear();
  }

  #drop(where: Left, messages: number): void {
    if (messages === 0) return;
    this.#options.dropped.add({ where }, messages);
    if (where === "shutdown") this.#unsent += messages;
  }

  async #pause(ms: number): Promise<void> {
    await setTimeout(ms, undefined, { signal: this.#over.signal }).catch(() => {});
  }
}
