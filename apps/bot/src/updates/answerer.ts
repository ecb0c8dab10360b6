import { setTimeout } from "node:timers/promises";
import { type DeliveryWorker, RedisUnavailableError } from "@bellwire/messaging";
import type { Counter, Logger } from "@bellwire/runtime";
import type { Keyboard } from "../chat/categories.ts";
import type { CallResult } from "../delivery/outcome.ts";
import type { TelegramClient } from "../telegram/telegram-client.ts";

export type AnswererOptions = {
  telegram: Pick<TelegramClient, "sendMessage" | "editKeyboard" | "answerTap">;
  queue: Pick<DeliveryWorker, "spend">;
  /** Answers by outcome. */
  answers: Counter;
  logger: Logger;
  patienceMs: number;
};

/** What the bot says, and the buttons under it. */
export type Reply = { text: string; keyboard?: Keyboard };

/** Until Redis is asked again after it did not answer. */
const REDIS_RETRY_MS = 200;

/** Telegram's word for an edit that changes nothing, such as the second of two quick taps. */
const UNCHANGED = /not modified/i;

/**
 * Answers people, within the budget of sends that all bots share. One try each: an answer that did not get through is
 * counted, and the person asks again.
 */
export class Answerer {
  readonly #options: AnswererOptions;

  constructor(options: AnswererOptions) {
    this.#options = options;
  }

  /** Whether there is a place among the sends at this moment. It is taken then. */
  async takesPlace(chatId: number): Promise<boolean> {
    return (await this.#spend(String(chatId))) === 0;
  }

  /** Waits for a place among the sends, at most so long that the answer still has to do with the question. */
  async hasPlace(chatId: number, hurry: AbortSignal): Promise<boolean> {
    const { patienceMs } = this.#options;
    const untilMs = performance.now() + patienceMs;
    while (true) {
      const waitMs = await this.#spend(String(chatId));
      if (waitMs === 0) return true;
      if (hurry.aborted || performance.now() + waitMs > untilMs) break;
      await setTimeout(waitMs, undefined, { signal: hurry }).catch(() => {});
    }
    this.leftOut(chatId);
    return false;
  }

  /** An answer will not be given. */
  leftOut(chatId: number): void {
    const { answers, logger } = this.#options;
    answers.add({ outcome: "no_budget" });
    logger.warn({ chat_id: chatId }, "somebody was not answered: there was no place among the sends");
  }

  /** Needs a place. */
  async reply(chatId: number, { text, keyboard = [] }: Reply, hurry: AbortSignal): Promise<void> {
    const { telegram } = this.#options;
    this.#note(chatId, await telegram.sendMessage(chatId, text, { keyboard, abort: hurry }));
  }

  /** Ends the wait of whoever tapped. Costs nothing of the budget: it is no message. */
  async acknowledge(chatId: number, tapId: string, text: string, hurry: AbortSignal): Promise<void> {
    this.#note(chatId, await this.#options.telegram.answerTap(tapId, text, hurry));
  }

  /** Shows what the buttons under a message say now. Needs a place. */
  async redraw(chatId: number, messageId: number, keyboard: Keyboard, hurry: AbortSignal): Promise<void> {
    const result = await this.#options.telegram.editKeyboard(chatId, messageId, keyboard, hurry);
    if (result.kind !== "refused" || !UNCHANGED.test(result.description)) this.#note(chatId, result);
  }

  #note(chatId: number, { kind }: CallResult<unknown>): void {
    const { answers, logger } = this.#options;
    answers.add({ outcome: kind });
    if (kind !== "answered") logger.warn({ chat_id: chatId, kind }, "somebody was not answered");
  }

  async #spend(lane: string): Promise<number> {
    try {
      return await this.#options.queue.spend(lane);
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) throw error;
      return REDIS_RETRY_MS;
    }
  }
}
