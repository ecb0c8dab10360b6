import { type RedisTrouble, RedisUnavailableError } from "@bellwire/messaging";
import type { RedisSteadiness } from "./redis-steadiness.ts";

export type RedisContactOptions = {
  steadiness: Pick<RedisSteadiness, "noteAnswer" | "noteTrouble" | "isSteady">;
  /** Told of each trouble. Must not throw. */
  onTrouble: (trouble: RedisTrouble) => void;
  /** Told when things changed: a trouble, or none any more. Must not throw. */
  onChange: (trouble: RedisTrouble | undefined) => void;
};

/** How Redis answers those who send: whatever they ask goes through here, and what comes of it is noted. */
export class RedisContact {
  readonly #options: RedisContactOptions;
  /** `undefined` while nothing was asked yet. */
  #last: RedisTrouble | "none" | undefined;

  constructor(options: RedisContactOptions) {
    this.#options = options;
  }

  /** Whether a lease that ran out says that its owner is gone. */
  get isSteady(): boolean {
    return this.#options.steadiness.isSteady;
  }

  /** Does `work`, which asks Redis once; resolves or rejects as it does. */
  async ask<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const askedAtMs = performance.now();
    try {
      const answer = await work();
      this.#options.steadiness.noteAnswer(performance.now() - askedAtMs);
      this.#change("none");
      return answer;
    } catch (error) {
      if (error instanceof RedisUnavailableError) this.#noteTrouble(error.trouble);
      throw error;
    }
  }

  #noteTrouble(trouble: RedisTrouble): void {
    const { steadiness, onTrouble } = this.#options;
    steadiness.noteTrouble();
    onTrouble(trouble);
    this.#change(trouble);
  }

  #change(now: RedisTrouble | "none"): void {
    if (now === this.#last) return;
    this.#last = now;
    this.#options.onChange(now === "none" ? undefined : now);
  }
}
