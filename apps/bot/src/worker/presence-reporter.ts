import { type Presence, RedisUnavailableError } from "@bellwire/messaging";
import type { Health } from "@bellwire/runtime";

/** How often a bot says how it is; web calls one late after five missed reports. */
const REPORT_EVERY_MS = 2000;

/** Puts the bot's own health where web can read it, again and again. Redis being away is no error: then web is blind too. */
export class PresenceReporter {
  readonly name = "presence reporter";
  readonly #presence: Presence;
  readonly #botId: string;
  readonly #health: Health;
  #timer: NodeJS.Timeout | undefined;
  #reporting: Promise<void> | undefined;

  constructor(presence: Presence, botId: string, health: Health) {
    this.#presence = presence;
    this.#botId = botId;
    this.#health = health;
  }

  start(): void {
    this.#timer = setInterval(() => this.#report(), REPORT_EVERY_MS);
    this.#report();
  }

  /** Withdraws the report, so that a bot which left in peace is not shown as late. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#reporting;
    await ignoringRedis(this.#presence.withdraw(this.#botId));
  }

  #report(): void {
    this.#reporting ??= ignoringRedis(this.#presence.report(this.#botId, this.#health.report())).finally(
      () => {
        this.#reporting = undefined;
      },
    );
  }
}

async function ignoringRedis(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof RedisUnavailableError)) throw error;
  }
}
