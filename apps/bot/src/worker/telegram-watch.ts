import { setTimeout } from "node:timers/promises";
import type { Health, Logger } from "@bellwire/runtime";
import type { Circuit, CircuitCall, CircuitState } from "../delivery/circuit.ts";
import type { CallResult, Outcome } from "../delivery/outcome.ts";
import type { BotIdentity } from "../telegram/telegram-client.ts";
import { telegramWords } from "./telegram-words.ts";

export type TelegramWatchOptions = {
  getMe: () => Promise<CallResult<BotIdentity>>;
  circuit: Circuit;
  health: Health;
  logger: Logger;
  /** Called when more may be sent than before. Must not throw. */
  onAllowed?: () => void;
  /** Called when an outage is over. Must not throw. */
  onRecovered?: () => void;
  retryMs?: number;
};

/** How many messages may be under way, of those taken at `sinceMs` or later. */
export type Allowance = { most: number; sinceMs: number };

/** How often `getMe` is tried while Telegram does not answer it, and a send while it answers nothing else. */
const RETRY_MS = 5000;

const NOTHING: Allowance = { most: 0, sinceMs: Number.NEGATIVE_INFINITY };
const EVERYTHING: Allowance = { most: Number.POSITIVE_INFINITY, sinceMs: Number.NEGATIVE_INFINITY };

/**
 * Knows whether Telegram takes calls of this bot: asks `getMe` at the start and whenever the circuit opens, until it is
 * answered. Meanwhile nothing should be sent; then one message at a time, until Telegram answers one.
 */
export class TelegramWatch {
  readonly name = "telegram watch";
  readonly #options: Required<TelegramWatchOptions>;
  readonly #stopped = new AbortController();
  #identity: BotIdentity | undefined;
  #asking = false;

  constructor(options: TelegramWatchOptions) {
    this.#options = { retryMs: RETRY_MS, onAllowed: () => {}, onRecovered: () => {}, ...options };
  }

  /** Whether the last word of Telegram was that it takes calls. */
  get isUsable(): boolean {
    return this.#identity !== undefined && this.#options.circuit.state !== "open";
  }

  get allowance(): Allowance {
    if (!this.isUsable) return NOTHING;
    const { state, sinceMs } = this.#options.circuit;
    return state === "half_open" ? { most: 1, sinceMs } : EVERYTHING;
  }

  get circuitState(): CircuitState {
    return this.#options.circuit.state;
  }

  /** Who the bot is; unknown until Telegram answered once. */
  get identity(): BotIdentity | undefined {
    return this.#identity;
  }

  /** Begins to ask; does not wait for the answer. */
  start(): void {
    this.#options.health.set("telegram", telegramWords.unasked);
    this.#ask(0);
  }

  stop(): void {
    this.#stopped.abort();
  }

  /** Takes note of how a call that sends ended. */
  note(outcome: Outcome, call: CircuitCall): void {
    const { circuit, health, logger, retryMs, onAllowed, onRecovered } = this.#options;
    const before = circuit.state;
    const led = circuit.note(outcome, call);
    if (led === undefined) return;
    if (led === "opened") {
      const reason = outcome.kind === "sent" ? "" : outcome.reason;
      logger.warn({ reason }, "Telegram does not take messages: nothing is sent until it does");
      health.set("telegram", telegramWords.open(outcome));
      // The first question comes at once. After that, one message every so often is enough to see.
      this.#ask(before === "half_open" ? retryMs : 0);
      return;
    }
    logger.info("Telegram takes messages again");
    if (this.#identity) health.set("telegram", telegramWords.answers(this.#identity));
    onRecovered();
    onAllowed();
  }

  #ask(afterMs: number): void {
    if (this.#asking) return;
    this.#asking = true;
    void this.#askUntilAnswered(afterMs);
  }

  async #askUntilAnswered(afterMs: number): Promise<void> {
    const { getMe, health, logger, retryMs } = this.#options;
    if (afterMs > 0) await this.#wait(afterMs);
    while (!this.#stopped.signal.aborted && !this.isUsable) {
      const result = await getMe();
      if (this.#stopped.signal.aborted) return;
      if (result.kind === "answered") this.#answered(result.answer);
      if (this.isUsable) break;
      if (result.kind !== "answered") {
        health.set("telegram", telegramWords.silent(result));
        const reason = result.kind === "failed" ? result.reason : result.code;
        logger.warn({ reason }, "Telegram does not take calls of this bot");
      }
      await this.#wait(retryMs);
    }
    this.#asking = false;
  }

  #answered(identity: BotIdentity): void {
    const { circuit, health, onAllowed } = this.#options;
    this.#identity = identity;
    circuit.probed();
    const isClosed = circuit.state === "closed";
    health.set("telegram", isClosed ? telegramWords.answers(identity) : telegramWords.halfOpen(identity));
    onAllowed();
  }

  async #wait(ms: number): Promise<void> {
    await setTimeout(ms, undefined, { signal: this.#stopped.signal }).catch(() => {});
  }
}
