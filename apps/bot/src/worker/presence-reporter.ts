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
  #changed = false;
  #stopped = false;

  constructor(presence: Presence, botId: string, report: () => object) {
    this.#presence = presence;
    this.#botId = botId;
    this.#report = report;
  }

  start(): void {
    this.#timer = setInterval(() => this.tell(), REPORT_EVERY_MS);
    this.tell();
  }

  /** Reports now, or once more where a report is under way: what it says has changed. */
  tell(): void {
    if (this.#stopped) return;
    if (this.#reporting !== undefined) {
      this.#changed = true;
      return;
    }
    this.#changed = false;
    this.#reporting = ignoringRedis(this.#presence.report(this.#botId, this.#report())).finally(() => {
      this.#reporting = undefined;
      if (this.#changed) this.tell();
    });
  }

  /** Withdraws the report, so that a bot which left in peace is not shown as late. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#reporting;
    await ignoringRedis(this.#presence.withdraw(this.#botId));
  }
}

async function ignoringRedis(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof RedisUnavailableError)) throw error;
  }
}
