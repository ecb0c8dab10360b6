import { setTimeout } from "node:timers/promises";
import type { Lease } from "@bellwire/messaging";
import type { Counter, Health, Logger } from "@bellwire/runtime";
import type { CallResult } from "../delivery/outcome.ts";
import type { BotIdentity, TelegramClient, Update } from "../telegram/telegram-client.ts";
import { answerTo } from "./commands.ts";

export type UpdatePollerOptions = {
  telegram: Pick<TelegramClient, "getUpdates" | "getWebhookUrl" | "sendMessage">;
  /** Who the bot is, once Telegram said so; nothing is polled before. */
  identity: () => BotIdentity | undefined;
  /** Only its holder polls: Telegram lets one poller end the other. */
  lease: Lease;
  health: Health;
  updates: Counter;
  logger: Logger;
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
};

/** So many conflicts in a row are no leftover of a restart: somebody else polls. */
const CONFLICTS_TOLERATED = 3;

/**
 * Polls Telegram for what people write and answers commands. It gives way: where a webhook is set it only sends (and
 * never deletes it), and where another program polls it tries again now and then. Sending does not depend on it.
 */
export class UpdatePoller {
  readonly name = "update poller";
  readonly #options: UpdatePollerOptions;
  readonly #waits: typeof WAITS;
  readonly #stopped = new AbortController();
  #loop: Promise<void> | undefined;
  #offset = 0;
  #conflicts = 0;

  constructor(options: UpdatePollerOptions) {
    this.#options = options;
    this.#waits = { ...WAITS, ...options.waits };
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Ends the poll under way at once. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const waitMs = await this.#turn();
      if (waitMs > 0) await setTimeout(waitMs, undefined, { signal: this.#stopped.signal }).catch(() => {});
    }
  }

  /** One turn. @returns how long to wait before the next */
  async #turn(): Promise<number> {
    const { telegram, identity, lease, health } = this.#options;
    const bot = identity();
    if (bot === undefined) return this.#waits.turnMs;
    if (lease.state !== "held") {
      health.set("updates", { status: "ok", words: "Another bot listens to what people write." });
      return this.#waits.turnMs;
    }
    const webhook = await telegram.getWebhookUrl();
    if (webhook.kind === "answered" && webhook.answer !== "") {
      return this.#giveWay(
        "A webhook is set for this bot, so it only sends.",
        "Nothing, if that is meant. Else remove the webhook, or set TELEGRAM_POLLING=false.",
      );
    }
    return await this.#poll(bot);
  }

  async #poll(bot: BotIdentity): Promise<number> {
    const { telegram, health, lease } = this.#options;
    while (lease.state === "held" && !this.#stopped.signal.aborted) {
      const polled = await telegram.getUpdates(this.#offset, this.#waits.pollSeconds, this.#stopped.signal);
      if (polled.kind !== "answered") return this.#failed(polled);
      this.#conflicts = 0;
      health.set("updates", { status: "ok", words: "Listening to what people write." });
      for (const update of polled.answer) await this.#handle(update, bot);
    }
    return 0;
  }

  #failed(result: CallResult<Update[]>): number {
    const conflict = result.kind === "refused" && result.code === 409;
    this.#conflicts = conflict ? this.#conflicts + 1 : 0;
    if (this.#conflicts < CONFLICTS_TOLERATED) return this.#stopped.signal.aborted ? 0 : this.#waits.retryMs;
    return this.#giveWay(
      "Another program polls Telegram with this bot's token, so this one only sends.",
      "Stop the other program, or set TELEGRAM_POLLING=false. It is tried again every 30 seconds.",
    );
  }

  #giveWay(words: string, remedy: string): number {
    this.#options.health.set("updates", { status: "warn", words, remedy });
    return this.#waits.yieldMs;
  }

  /** An update counts as handled whether or not the answer to it could be sent: it must not come again for ever. */
  async #handle(update: Update, bot: BotIdentity): Promise<void> {
    this.#offset = update.update_id + 1;
    const reply = answerTo(update, bot.username);
    this.#options.updates.add({ kind: reply ? "command" : "other" });
    if (!reply) return;
    const result = await this.#options.telegram.sendMessage(reply.chatId, reply.text);
    if (result.kind !== "answered")
      this.#options.logger.warn({ chat_id: reply.chatId, kind: result.kind }, "a command was not answered");
  }
}
