import { setTimeout } from "node:timers/promises";
import { type DeliveryWorker, type Lease, RedisUnavailableError } from "@bellwire/messaging";
import type { Counter, Logger } from "@bellwire/runtime";
import type { CallResult } from "../delivery/outcome.ts";
import type { BotIdentity, Update } from "../telegram/telegram-client.ts";
import { answerTo, type Reply } from "./commands.ts";

export type UpdateHandlerOptions = {
  sendMessage: (
    chatId: number,
    text: string,
    abort: AbortSignal,
  ) => Promise<CallResult<{ messageId: number }>>;
  queue: Pick<DeliveryWorker, "releaseLane" | "spend">;
  lease: Pick<Lease, "state">;
  /** Updates by kind. */
  updates: Counter;
  /** Answers by outcome. */
  answers: Counter;
  logger: Logger;
  patienceMs?: number;
};

/** So long it is waited for Redis to release what waits for a person, and for a place among the sends. */
const PATIENCE_MS = 5000;

/** Until Redis is asked again after it did not answer. */
const REDIS_RETRY_MS = 200;

/**
 * Does what one update asks for: whoever writes can be reached again, so what is parked for them is let go; and commands
 * are answered, within the budget of sends that all bots share.
 */
export class UpdateHandler {
  readonly #options: Required<UpdateHandlerOptions>;

  constructor(options: UpdateHandlerOptions) {
    this.#options = { patienceMs: PATIENCE_MS, ...options };
  }

  /**
   * Handles `update`; `hurry` ends every wait. Resolves with whether it was handled: where it was not, it must come
   * again, to this bot or to the next one that listens. An update whose answer cannot be sent counts as handled: it must
   * not come for ever.
   */
  async handle(update: Update, bot: BotIdentity, hurry: AbortSignal): Promise<boolean> {
    const chatId = update.message?.chat.id;
    if (chatId !== undefined && !(await this.#release(String(chatId), hurry))) return false;
    const reply = answerTo(update, bot.username);
    this.#options.updates.add({ kind: reply ? "command" : "other" });
    if (reply) await this.#answer(reply, hurry);
    return true;
  }

  /** @returns whether to go on with the update */
  async #release(lane: string, hurry: AbortSignal): Promise<boolean> {
    const { queue, lease, logger, patienceMs } = this.#options;
    const untilMs = performance.now() + patienceMs;
    while (true) {
      try {
        const messages = await queue.releaseLane(lane);
        if (messages > 0)
          logger.info({ chat_id: lane, messages }, "a person is back: what was parked goes on");
        return true;
      } catch (error) {
        if (!(error instanceof RedisUnavailableError)) throw error;
        // Without the lease this bot stops listening, and the update waits with Telegram until one has it again.
        if (hurry.aborted || lease.state !== "held") return false;
        if (performance.now() >= untilMs) {
          logger.warn({ trouble: error.trouble }, "what may be parked for a person could not be released");
          return true;
        }
      }
      await pause(REDIS_RETRY_MS, hurry);
    }
  }

  async #answer({ chatId, text }: Reply, hurry: AbortSignal): Promise<void> {
    const { sendMessage, answers, logger } = this.#options;
    if (!(await this.#mayAnswer(String(chatId), hurry))) {
      answers.add({ outcome: "no_budget" });
      logger.warn({ chat_id: chatId }, "a command was not answered: there was no place among the sends");
      return;
    }
    const result = await sendMessage(chatId, text, hurry);
    answers.add({ outcome: result.kind });
    if (result.kind !== "answered")
      logger.warn({ chat_id: chatId, kind: result.kind }, "a command was not answered");
  }

  /** Waits for a place, at most so long that other people's updates do not wait for ever. */
  async #mayAnswer(lane: string, hurry: AbortSignal): Promise<boolean> {
    const untilMs = performance.now() + this.#options.patienceMs;
    while (true) {
      const waitMs = await this.#spend(lane);
      if (waitMs === 0) return true;
      if (hurry.aborted || performance.now() + waitMs > untilMs) return false;
      await pause(waitMs, hurry);
    }
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

async function pause(ms: number, hurry: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal: hurry }).catch(() => {});
}
