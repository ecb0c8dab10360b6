import { setTimeout } from "node:timers/promises";
import type { Health, Logger } from "@bellwire/runtime";
import type { CallResult, Outcome } from "../delivery/outcome.ts";
import type { BotIdentity } from "../telegram/telegram-client.ts";

export type TelegramWatchOptions = {
  getMe: () => Promise<CallResult<BotIdentity>>;
  health: Health;
  logger: Logger;
  retryMs?: number;
};

/** How often `getMe` is tried while Telegram does not answer it. */
const RETRY_MS = 5000;

/**
 * Knows whether Telegram takes calls of this bot: asks `getMe` at the start and whenever a send says that it may
 * not, until it is answered. While it is not, nothing should be sent.
 */
export class TelegramWatch {
  readonly name = "telegram watch";
  readonly #options: Required<TelegramWatchOptions>;
  readonly #stopped = new AbortController();
  #identity: BotIdentity | undefined;
  #usable = false;
  #asking = false;

  constructor(options: TelegramWatchOptions) {
    this.#options = { retryMs: RETRY_MS, ...options };
  }

  /** Whether the last word of Telegram was that it takes calls. */
  get isUsable(): boolean {
    return this.#usable;
  }

  /** Who the bot is; unknown until Telegram answered once. */
  get identity(): BotIdentity | undefined {
    return this.#identity;
  }

  /** Begins to ask; does not wait for the answer. */
  start(): void {
    this.#options.health.set("telegram", {
      status: "fail",
      words: "Telegram has not answered yet.",
      remedy: "Nothing yet: it is being asked who this bot is.",
    });
    this.#ask();
  }

  stop(): void {
    this.#stopped.abort();
  }

  /** Takes note of how a send ended. One that says that the bot is refused, or that nobody answers, leads to a question. */
  note(outcome: Outcome): void {
    if (outcome.kind !== "bot_refused" && outcome.kind !== "not_sent") return;
    this.#usable = false;
    this.#ask();
  }

  #ask(): void {
    if (this.#asking) return;
    this.#asking = true;
    void this.#askUntilAnswered();
  }

  async #askUntilAnswered(): Promise<void> {
    const { getMe, health, logger, retryMs } = this.#options;
    while (!this.#stopped.signal.aborted) {
      const result = await getMe();
      if (this.#stopped.signal.aborted) return;
      if (result.kind === "answered") {
        this.#identity = result.answer;
        // Together, so that no note of trouble can fall between the answer and the end of asking.
        this.#usable = true;
        this.#asking = false;
        health.set("telegram", {
          status: "ok",
          words: `Telegram answers; this is @${result.answer.username}.`,
        });
        return;
      }
      health.set("telegram", { status: "fail", ...inWords(result) });
      logger.warn(
        { reason: result.kind === "failed" ? result.reason : result.code },
        "Telegram does not take calls of this bot",
      );
      await setTimeout(retryMs, undefined, { signal: this.#stopped.signal }).catch(() => {});
    }
  }
}

function inWords(result: Exclude<CallResult<BotIdentity>, { kind: "answered" }>): {
  words: string;
  remedy: string;
} {
  if (result.kind === "failed") {
    return {
      words: `Telegram cannot be reached (${result.reason}).`,
      remedy: "Check the network, and TELEGRAM_API_ROOT if it is set. It is tried again every 5 seconds.",
    };
  }
  if (result.code === 401 || result.code === 404 || result.code === 421) {
    return {
      words: `Telegram refuses the bot token (${result.code}).`,
      remedy:
        "Set TELEGRAM_BOT_TOKEN to the token that BotFather shows, and TELEGRAM_API_ROOT to the server it belongs to.",
    };
  }
  return {
    words: `Telegram answers with an error (${result.code}).`,
    remedy: "It is tried again every 5 seconds.",
  };
}
