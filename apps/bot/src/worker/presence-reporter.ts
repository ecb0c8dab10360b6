import { type Presence, RedisUnavailableError } from "@bellwire/messaging";

/** How often a bot says how it is; web calls one late after five missed reports. */
const REPORT_EVERY_MS = 2000;

/** Puts how the bot is where web can read it, again and again. Redis being away is no error: then web is blind too. */
export class PresenceReporter {
  readonly name = "presence reporter";
  readonly #presence: Presence;
  readonly #botId: string;
  readonly #report: () => object;
  #timer: NodeJS.Timeout | undefined;
  #reporting: Promise<void> | undefined;

  constructor(presence: Presence, botId: string, report: () => object) {
    this.#presence = presence;
    this.#botId = botId;
    this.#report = report;
  }

  start(): void {
    this.#timer = setInterval(() => this.#tell(), REPORT_EVERY_MS);
    this.#tell();
  }

  /** Withdraws the report, so that a bot which left in peace is not shown as late. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#reporting;
    await ignoringRedis(this.#presence.withdraw(this.#botId));
  }

  #tell(): void {
    this.#reporting ??= ignoringRedis(this.#presence.report(this.#botId, this.#report())).finally(() => {
      this.#reporting = undefined;
    });
  }
}

async function ignoringRedis(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof RedisUnavailableError)) throw error;
  }
}
