import { setTimeout } from "node:timers/promises";
import type { Counter, Histogram, Logger } from "@bellwire/runtime";
import type { Notification } from "@bellwire/schema";
import { type CallResult, type Outcome, toOutcome } from "../delivery/outcome.ts";
import { splitText } from "../delivery/split-text.ts";

export type DirectSenderOptions = {
  sendMessage: (chatId: number, text: string) => Promise<CallResult<{ messageId: number }>>;
  /** Sends in flight at a time. */
  concurrency: number;
  /** How long `stop` waits for what is in flight. */
  drainMs: number;
  /** Told of each outcome, to judge how Telegram is. */
  onOutcome: (outcome: Outcome) => void;
  outcomes: Counter;
  sendSeconds: Histogram;
  logger: Logger;
};

/**
 * Sends each notification once, straight from the intake: `concurrency` at a time, those of one chat in order.
 * What Telegram does not take is counted by reason and given up: there is no retry before there is a queue.
 */
export class DirectSender {
  readonly name = "sender";
  readonly #options: DirectSenderOptions;
  /** The last notification of each chat that has one under way. */
  readonly #lastOfChat = new Map<number, Promise<void>>();
  readonly #waiting: ((hasPlace: boolean) => void)[] = [];
  #inFlight = 0;
  #stopped = false;

  constructor(options: DirectSenderOptions) {
    this.#options = options;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /**
   * Resolves when `notification` has a place among those in flight, before it is sent; those that wait for a place
   * get one in the order they came. Once stopped it resolves without sending.
   */
  async deliver(notification: Notification): Promise<void> {
    if (this.#stopped) return;
    // A place that falls free is handed on, so that a newcomer cannot take it from one who waits.
    if (this.#inFlight < this.#options.concurrency) this.#inFlight += 1;
    else if (!(await this.#place())) return;
    const chatId = notification.user_id;
    const turn = (this.#lastOfChat.get(chatId) ?? Promise.resolve()).then(() => this.#send(notification));
    this.#lastOfChat.set(chatId, turn);
    void turn.finally(() => {
      if (this.#lastOfChat.get(chatId) === turn) this.#lastOfChat.delete(chatId);
      const next = this.#waiting.shift();
      if (next) next(true);
      else this.#inFlight -= 1;
    });
  }

  /** Resolves with whether there is a place, when one is free or the sender is stopped. */
  #place(): Promise<boolean> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /**
   * Takes nothing more, lets go of those that wait for a place, and resolves when nothing is in flight or `drainMs` is
   * over. May be called twice.
   */
  async stop(): Promise<void> {
    const { drainMs, logger } = this.#options;
    this.#stopped = true;
    for (const giveUp of this.#waiting.splice(0)) giveUp(false);
    const done = Promise.all(this.#lastOfChat.values());
    const late = await Promise.race([done.then(() => false), setTimeout(drainMs, true, { ref: false })]);
    if (late)
      logger.warn({ sends: this.#inFlight }, "sends were still in flight at the end of the grace period");
  }

  /** Sends all parts of a long text, up to the first that fails. */
  async #send({ user_id: chatId, message }: Notification): Promise<void> {
    const { onOutcome, outcomes, sendSeconds, logger } = this.#options;
    for (const part of splitText(message)) {
      const begunAtMs = performance.now();
      const outcome = await this.#sendPart(chatId, part);
      sendSeconds.observe((performance.now() - begunAtMs) / 1000);
      const reason = outcome.kind === "sent" ? "sent" : outcome.reason;
      outcomes.add({ outcome: outcome.kind, reason });
      onOutcome(outcome);
      if (outcome.kind === "sent") continue;
      logger.warn({ chat_id: chatId, outcome: outcome.kind, reason }, "a message was not sent");
      return;
    }
  }

  /** A group that became a supergroup says its new id; the message is sent there, once. */
  async #sendPart(chatId: number, text: string): Promise<Outcome> {
    const outcome = toOutcome(await this.#options.sendMessage(chatId, text));
    if (outcome.kind !== "migrated") return outcome;
    return toOutcome(await this.#options.sendMessage(outcome.chatId, text));
  }
}
