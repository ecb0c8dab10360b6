import { setTimeout } from "node:timers/promises";
import type { Lease } from "@bellwire/messaging";
import type { Logger } from "@bellwire/runtime";
import { LANGUAGES } from "../chat/texts.ts";
import type { TelegramClient } from "../telegram/telegram-client.ts";

export type CommandListOptions = {
  telegram: Pick<TelegramClient, "setCommands">;
  lease: Pick<Lease, "state" | "tenure">;
  logger: Logger;
  retryMs?: number;
};

const RETRY_MS = 30_000;

/** Has Telegram list the commands of the bot, in every language: once each time this bot begins to listen. */
export class CommandList {
  readonly name = "command list";
  readonly #options: Required<CommandListOptions>;
  readonly #stopped = new AbortController();
  /** The tenure for which it is or is being done. */
  #tenure: number | undefined;
  #telling: Promise<void> | undefined;

  constructor(options: CommandListOptions) {
    this.#options = { retryMs: RETRY_MS, ...options };
  }

  /** Begins to tell Telegram, unless that was begun with this lease; does not wait for it. May be called again and again. */
  tell(): void {
    const { tenure } = this.#options.lease;
    if (this.#tenure === tenure) return;
    this.#tenure = tenure;
    this.#telling = this.#tellUntilTaken(tenure);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#telling;
  }

  async #tellUntilTaken(tenure: number): Promise<void> {
    const { lease, retryMs } = this.#options;
    const { signal } = this.#stopped;
    while (!signal.aborted && lease.state === "held" && lease.tenure === tenure) {
      if (await this.#tellAll()) return;
      await setTimeout(retryMs, undefined, { signal }).catch(() => {});
    }
    if (this.#tenure === tenure) this.#tenure = undefined;
  }

  async #tellAll(): Promise<boolean> {
    const { telegram, logger } = this.#options;
    for (const { code, texts } of LANGUAGES) {
      const commands = Object.entries(texts.commands).map(([command, description]) => ({
        command,
        description,
      }));
      const language = code === "default" ? undefined : code;
      const result = await telegram.setCommands(commands, language, this.#stopped.signal);
      if (result.kind === "answered") continue;
      const reason = result.kind === "failed" ? result.reason : result.code;
      if (!this.#stopped.signal.aborted)
        logger.warn({ reason, language: code }, "Telegram does not list the bot's commands yet");
      return false;
    }
    return true;
  }
}
