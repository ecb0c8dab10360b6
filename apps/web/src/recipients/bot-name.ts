import type { Presence } from "@bellwire/messaging";
import { z } from "zod";

/** Whoever can write to Redis can write a report, and the name becomes part of an address. */
const report = z.object({ username: z.string().regex(/^\w{1,64}$/) });

/**
 * What the bot is called in Telegram, as the bots themselves report it. The last name seen is kept: links can be made
 * while the bots are restarted.
 */
export class BotName {
  readonly #presence: Pick<Presence, "list">;
  #last: string | undefined;

  constructor(presence: Pick<Presence, "list">) {
    this.#presence = presence;
  }

  /** undefined: no bot ever said it to this process. Throws RedisUnavailableError. */
  async read(): Promise<string | undefined> {
    const newestFirst = (await this.#presence.list()).toSorted((one, other) => other.atMs - one.atMs);
    for (const { report: said } of newestFirst) {
      const parsed = report.safeParse(said);
      if (!parsed.success) continue;
      this.#last = parsed.data.username;
      break;
    }
    return this.#last;
  }
}
