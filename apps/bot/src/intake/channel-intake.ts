import { setTimeout } from "node:timers/promises";
import type { ChannelMessage, ChannelSubscription, Lease } from "@bellwire/messaging";
import type { Counter, Logger } from "@bellwire/runtime";
import type { Notification } from "@bellwire/schema";
import type { QuarantineWriter } from "./quarantine-writer.ts";
import { readPayload } from "./read-payload.ts";

export type ChannelIntakeOptions = {
  subscription: Pick<ChannelSubscription, "start" | "read" | "close">;
  /** Of all the channels subscribed, the one that carries notifications. */
  channel: string;
  lease: Pick<Lease, "state">;
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

/**
 * The channel door: reads what was published, and hands on what is valid while this bot holds the intake lease.
 * While another bot holds it, that one hears the same messages and this one drops them. While nobody is known to
 * hold it, they wait in the subscription's buffer.
 */
export class ChannelIntake {
  readonly name = "channel intake";
  readonly #options: ChannelIntakeOptions;
  #loop: Promise<void> | undefined;
  /** Aborted when the time for draining is over. */
  readonly #over = new AbortController();
  /** Ends the wait for the notification being handed on. */
  #giveUp: (() => void) | undefined;

  constructor(options: ChannelIntakeOptions) {
    this.#options = options;
  }

  start(): void {
    this.#options.subscription.start();
    this.#loop = this.#run();
  }

  /**
   * Leaves the channel at once, then finishes what was heard, for at most `drainMs`, be `deliver` stuck or not; the
   * rest is dropped and counted. May be called twice.
   */
  async stop(): Promise<void> {
    const { subscription, drainMs } = this.#options;
    const timer = globalThis.setTimeout(() => {
      this.#over.abort();
      this.#giveUp?.();
    }, drainMs);
    await subscription.close();
    await this.#loop;
    clearTimeout(timer);
  }

  async #run(): Promise<void> {
    const { subscription, channel, dropped, logger } = this.#options;
    for await (const batch of subscription.read(READ_TIMEOUT_MS)) {
      const messages = batch.filter((message) => message.channel === channel);
      if (messages.length === 0) continue;
      const taken = (await this.#isOurTurn()) ? await this.#takeIn(messages) : 0;
      const left = messages.length - taken;
      if (left === 0) continue;
      const where = this.#isOver() ? "shutdown" : "standby";
      dropped.add({ where }, left);
      if (where === "shutdown")
        logger.warn({ messages: left }, "messages heard before the stop could not be sent in time");
    }
  }

  /** Waits until it is clear whether this bot takes in. */
  async #isOurTurn(): Promise<boolean> {
    const { lease } = this.#options;
    await this.#until(() => lease.state !== "unknown");
    return lease.state === "held";
  }

  /** @returns how many were dealt with before the time was over */
  async #takeIn(messages: readonly ChannelMessage[]): Promise<number> {
    const { received, quarantine, isSendable } = this.#options;
    let taken = 0;
    for (const { payload } of messages) {
      const read = readPayload("channel", payload);
      if (read.ok) {
        await this.#until(isSendable);
        if (this.#isOver()) return taken;
        if (!(await this.#handOn(read.notification))) return taken;
      } else quarantine.add(read.malformed);
      received.add({ door: "channel" });
      taken += 1;
    }
    return taken;
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
