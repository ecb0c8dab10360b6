import { setTimeout } from "node:timers/promises";
import type { Lease, LeaseState } from "@bellwire/messaging";
import type { CheckResult, Health } from "@bellwire/runtime";
import type { CallResult } from "../delivery/outcome.ts";
import type { BotIdentity, TelegramClient } from "../telegram/telegram-client.ts";
import type { Update } from "../telegram/update.ts";
import type { UpdateHandler } from "./update-handler.ts";

export type UpdatePollerOptions = {
  telegram: Pick<TelegramClient, "getUpdates" | "getWebhookUrl">;
  handler: Pick<UpdateHandler, "handle" | "answered">;
  /** Who the bot is, once Telegram said so; nothing is polled before. */
  identity: () => BotIdentity | undefined;
  /** Only its holder polls: Telegram lets one poller end the other. */
  lease: Pick<Lease, "state">;
  health: Health;
  /** Called whenever this bot begins to listen, while nobody else seems to. Must not throw. */
  onListening?: () => void;
  /** Waits between turns, shortened by tests. */
  waits?: Partial<typeof WAITS>;
};

const WAITS = {
  /** One long poll. */
  pollSeconds: 25,
  /** Until it is looked again whether it is this bot's turn. */
  turnMs: 500,
  /** After Telegram did not answer. */
  retryMs: 3000,
  /** While a webhook is set, or another program polls. */
  yieldMs: 30_000,
  /** The last calls of a stop: the answer to the update in hand, and the confirmation of what was handled. */
  hurryMs: 2000,
};

/** So many conflicts in a row are no leftover of a restart: somebody else polls. */
const CONFLICTS_TOLERATED = 3;

/** What is said where this bot does not hold the lease. */
const NOT_OURS: Record<Exclude<LeaseState, "held">, CheckResult> = {
  other: { status: "ok", words: "Another bot listens to what people write." },
  unknown: {
    status: "warn",
    words: "It is not clear yet which bot listens to what people write.",
    remedy: "Nothing: within 3 seconds of Redis answering, one bot takes over.",
  },
};

/**
 * Polls Telegram for what people write and has it handled, in order. It gives way: where a webhook is set it only sends (and
 * never deletes it), and where another program polls it tries again now and then. Sending does not depend on it.
 */
export class UpdatePoller {
  readonly name = "update poller";
  readonly #options: UpdatePollerOptions;
  readonly #waits: typeof WAITS;
  readonly #stopped = new AbortController();
  /** Aborted when a stop has waited long enough for the last calls. */
  readonly #hurry = new AbortController();
  #loop: Promise<void> | undefined;
  #offset = 0;
  /** The offset that Telegram has heard: everything before it is confirmed. */
  #confirmed = 0;
  #conflicts = 0;
  /** Whether the last poll failed; then its words stand until one succeeds. */
  #failing = false;

  constructor(options: UpdatePollerOptions) {
    this.#options = options;
    this.#waits = { ...WAITS, ...options.waits };
  }

  start(): void {
    this.#loop = this.#run();
  }

  /**
   * Ends the poll under way at once; an update in hand is finished, the others come again to the next poller. Confirms
   * what was handled, so that it does not. Both within `hurryMs`, whatever Telegram does.
   */
  async stop(): Promise<void> {
    this.#stopped.abort();
    const timer = globalThis.setTimeout(() => this.#hurry.abort(), this.#waits.hurryMs);
    await this.#loop;
    clearTimeout(timer);
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const waitMs = await this.#turn();
      if (waitMs > 0) await setTimeout(waitMs, undefined, { signal: this.#stopped.signal }).catch(() => {});
    }
    await this.#options.handler.answered();
    if (this.#offset > this.#confirmed)
      await this.#options.telegram.getUpdates(this.#offset, 0, this.#hurry.signal);
  }

  /** One turn. @returns how long to wait before the next */
  async #turn(): Promise<number> {
    const { telegram, identity, lease, health } = this.#options;
    const bot = identity();
    if (bot === undefined) return this.#waits.turnMs;
    const { state } = lease;
    if (state !== "held") {
      this.#failing = false;
      health.set("updates", NOT_OURS[state]);
      return this.#waits.turnMs;
    }
    const webhook = await telegram.getWebhookUrl(this.#stopped.signal);
    if (webhook.kind === "answered" && webhook.answer !== "") {
      this.#conflicts = 0;
      return this.#giveWay(
        "A webhook is set for this bot, so it only sends.",
        "Nothing, if that is meant. Else remove the webhook, or set TELEGRAM_POLLING=false.",
      );
    }
    return await this.#poll(bot);
  }

  async #poll(bot: BotIdentity): Promise<number> {
    const { telegram, handler, lease, onListening } = this.#options;
    const { signal } = this.#stopped;
    if (this.#conflicts === 0) onListening?.();
    // A poll without news takes its whole time to answer: until it fails, it is taken to work.
    if (!this.#failing) this.#listening();
    while (lease.state === "held" && !signal.aborted) {
      const offset = this.#offset;
      // After trouble the first poll asks for an answer at once. Not after a conflict: a short poll would only end the
      // other program's, and succeed.
      const waitSeconds = this.#failing && this.#conflicts === 0 ? 0 : this.#waits.pollSeconds;
      const polled = await telegram.getUpdates(offset, waitSeconds, signal);
      if (polled.kind !== "answered") return signal.aborted ? 0 : this.#failed(polled);
      this.#confirmed = offset;
      this.#conflicts = 0;
      this.#listening();
      for (const update of polled.answer) {
        if (signal.aborted) return 0;
        // What was not handled is asked for again, and all that came after it with it.
        if (!(await handler.handle(update, bot, this.#hurry.signal))) return this.#waits.turnMs;
        this.#offset = update.update_id + 1;
      }
    }
    return 0;
  }

  #listening(): void {
    this.#failing = false;
    this.#options.health.set("updates", { status: "ok", words: "Listening to what people write." });
  }

  #failed(result: Exclude<CallResult<Update[]>, { kind: "answered" }>): number {
    const conflict = result.kind === "refused" && result.code === 409;
    this.#conflicts = conflict ? this.#conflicts + 1 : 0;
    if (this.#conflicts >= CONFLICTS_TOLERATED) {
      return this.#giveWay(
        "Another program polls Telegram with this bot's token, so this one only sends.",
        "Stop the other program, or set TELEGRAM_POLLING=false. It is tried again every 30 seconds.",
      );
    }
    if (!conflict) {
      const reason = result.kind === "failed" ? result.reason : result.code;
      this.#warn(
        `Telegram does not say what people write (${reason}).`,
        "Nothing, if Telegram or the network is in trouble. It is tried again every 3 seconds.",
      );
    }
    return this.#waits.retryMs;
  }

  #giveWay(words: string, remedy: string): number {
    this.#warn(words, remedy);
    return this.#waits.yieldMs;
  }

  #warn(words: string, remedy: string): void {
    this.#failing = true;
    this.#options.health.set("updates", { status: "warn", words, remedy });
  }
}
