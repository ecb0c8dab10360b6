import { setImmediate, setTimeout } from "node:timers/promises";
import type { ChannelMessage, ChannelSubscription, Lease } from "@bellwire/messaging";
import type { Counter, Logger } from "@bellwire/runtime";
import type { Notification } from "@bellwire/schema";
import type { QuarantineWriter } from "./quarantine-writer.ts";
import { readPayload } from "./read-payload.ts";

export type ChannelIntakeOptions = {
  subscription: Pick<ChannelSubscription, "start" | "read" | "close">;
  /** Of all the channels subscribed, the one that carries notifications. */
  channel: string;
  /** The channel on which a bot says that it gives the intake lease back. */
  botsChannel: string;
  /** This bot's name there. */
  botId: string;
  lease: Pick<Lease, "state" | "stop" | "noteReleased">;
  /** Whether Telegram takes messages of this bot at all. */
  isSendable: () => boolean;
  /** Hands one notification on; resolves when the next may come. */
  deliver: (notification: Notification) => Promise<void>;
  quarantine: Pick<QuarantineWriter, "add">;
  received: Counter;
  dropped: Counter;
  logger: Logger;
  /** How long `stop` goes on with what was heard before it. */
  drainMs: number;
};

/** A read without a message ends after so long, so that the loop is never stuck in one. */
const READ_TIMEOUT_MS = 1000;

/** How often a waiting intake looks whether it may go on. */
const WAIT_POLL_MS = 50;

/** Reading payloads takes the processor for so long at most before connections and timers get their turn. */
const SLICE_MS = 10;

/** Why a message that was heard was not taken in here. */
type Left = "standby" | "handed_over" | "shutdown";

/**
 * The channel door: reads what was published, and hands on what is valid while this bot holds the intake lease.
 * While another bot holds it, that one hears the same messages and this one drops them. While nobody is known to
 * hold it, they wait in the subscription's buffer.
 *
 * A bot that stops hands over without a gap: the word that it gives the lease back comes on the same connection as the
 * messages, so that it and its successor agree which of them is whose: before that word its own, after it the
 * successor's.
 */
export class ChannelIntake {
  readonly name = "channel intake";
  readonly #options: ChannelIntakeOptions;
  #loop: Promise<void> | undefined;
  /** Aborted when the time for draining is over. */
  readonly #over = new AbortController();
  /** Ends the wait for the notification being handed on. */
  #giveUp: (() => void) | undefined;
  /** Set by `stop` of a holder: resolves with how many bots heard that it gives the lease back, itself included. */
  #givenBack: Promise<number> | undefined;
  #stopping = false;
  /** Whether a successor takes what comes from here on. */
  #handedOver = false;
  #slicedAtMs = 0;

  constructor(options: ChannelIntakeOptions) {
    this.#options = options;
  }

  start(): void {
    this.#options.subscription.start();
    this.#loop = this.#run();
  }

  /**
   * Gives the lease back, leaves the channel, then finishes what was heard and is its own, for at most `drainMs`, be
   * `deliver` stuck or not; the rest is dropped and counted. May be called twice.
   */
  async stop(): Promise<void> {
    const { subscription, lease, drainMs } = this.#options;
    const timer = globalThis.setTimeout(() => {
      this.#over.abort();
      this.#giveUp?.();
    }, drainMs);
    if (lease.state === "held") this.#givenBack ??= lease.stop();
    this.#stopping = true;
    await this.#givenBack;
    await subscription.close();
    await this.#loop;
    clearTimeout(timer);
  }

  async #run(): Promise<void> {
    const { subscription, dropped, logger } = this.#options;
    let unsent = 0;
    for await (const batch of subscription.read(READ_TIMEOUT_MS)) {
      const left: Record<Left, number> = { standby: 0, handed_over: 0, shutdown: 0 };
      for (const message of batch) {
        const where = await this.#deal(message);
        if (where) left[where] += 1;
      }
      for (const [where, messages] of Object.entries(left))
        if (messages > 0) dropped.add({ where }, messages);
      unsent += left.shutdown;
    }
    if (unsent > 0)
      logger.warn({ messages: unsent }, "messages heard before the stop could not be sent in time");
  }

  /** @returns why the message was left, if it was */
  async #deal({ channel, payload }: ChannelMessage): Promise<Left | undefined> {
    if (channel === this.#options.botsChannel) return await this.#hearOfRelease(payload.toString());
    if (channel !== this.#options.channel) return undefined;
    if (!(await this.#isOurs())) return this.#whyNotOurs();
    return (await this.#takeIn(payload)) ? undefined : "shutdown";
  }

  #whyNotOurs(): Left {
    if (this.#handedOver) return "handed_over";
    return this.#options.lease.state === "unknown" ? "shutdown" : "standby";
  }

  /** Our own word marks the end of what is ours, unless nobody else heard it: then there is no successor. */
  async #hearOfRelease(botId: string): Promise<undefined> {
    if (botId !== this.#options.botId) this.#options.lease.noteReleased();
    else if (this.#givenBack && (await this.#givenBack) > 1) this.#handedOver = true;
  }

  /** Waits until it is clear whether this bot takes in. */
  async #isOurs(): Promise<boolean> {
    const { lease } = this.#options;
    await this.#until(() => this.#stopping || lease.state !== "unknown");
    if (this.#stopping) return this.#givenBack !== undefined && !this.#handedOver;
    return lease.state === "held";
  }

  /** @returns whether it was dealt with before the time was over */
  async #takeIn(payload: Buffer): Promise<boolean> {
    const { received, quarantine, isSendable } = this.#options;
    await this.#takeTurns();
    if (this.#isOver()) return false;
    const read = readPayload("channel", payload);
    if (read.ok) {
      await this.#until(isSendable);
      if (this.#isOver() || !(await this.#handOn(read.notification))) return false;
    } else quarantine.add(read.malformed);
    received.add({ door: "channel" });
    return true;
  }

  async #takeTurns(): Promise<void> {
    if (performance.now() - this.#slicedAtMs < SLICE_MS) return;
    await setImmediate();
    this.#slicedAtMs = performance.now();
  }

  /** @returns whether it was handed on before the time was over */
  #handOn(notification: Notification): Promise<boolean> {
    // Not Promise.race with one promise for the end: it would remember every notification until then.
    return new Promise((resolve, reject) => {
      this.#giveUp = () => resolve(false);
      this.#options.deliver(notification).then(() => resolve(true), reject);
    });
  }

  /** Waits until `condition` holds or the time is over. */
  async #until(condition: () => boolean): Promise<void> {
    const { signal } = this.#over;
    while (!condition() && !signal.aborted)
      await setTimeout(WAIT_POLL_MS, undefined, { signal }).catch(() => {});
  }

  #isOver(): boolean {
    return this.#over.signal.aborted;
  }
}
