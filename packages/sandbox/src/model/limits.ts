import type { Clock } from "./clock.ts";

/** The rate model's settings; `0` turns one limit off. */
export interface RateLimits {
  enabled: boolean;
  /** Sends of the bot in any 1,000 ms. */
  global_per_second: number;
  /** From one send into a chat to the next. */
  chat_interval_ms: number;
  /** Sends into one group (a negative id) in any 60,000 ms. */
  group_per_minute: number;
}

/** What Telegram documents for bots; off until asked for. */
export const defaultLimits: Readonly<RateLimits> = {
  enabled: false,
  global_per_second: 30,
  chat_interval_ms: 1000,
  group_per_minute: 20,
};

const secondMs = 1000;
const minuteMs = 60_000;

/**
 * Telegram's limits as sliding windows. Only sends that were let through count: a refused one costs nothing, so whoever waits
 * the seconds it was told, while nobody else sends, gets through.
 */
export class RateModel {
  readonly #limits: Readonly<RateLimits>;
  readonly #clock: Clock;
  readonly #all: number[] = [];
  readonly #lastOfChat = new Map<number, number>();
  readonly #ofGroup = new Map<number, number[]>();

  constructor(limits: Readonly<RateLimits>, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  get limits(): Readonly<RateLimits> {
    return this.#limits;
  }

  /** Spends one send into that chat and returns 0, or spends nothing and returns the whole seconds to wait (at least 1). */
  spend(chatId: number): number {
    if (!this.#limits.enabled) return 0;
    const now = this.#clock();
    this.#forgetBefore(now);
    const waitMs = Math.max(
      this.#globalWaitMs(now),
      this.#chatWaitMs(chatId, now),
      this.#groupWaitMs(chatId, now),
    );
    if (waitMs > 0) return Math.ceil(waitMs / 1000);
    this.#note(chatId, now);
    return 0;
  }

  #globalWaitMs(now: number): number {
    const allowed = this.#limits.global_per_second;
    if (allowed === 0 || this.#all.length < allowed) return 0;
    return (this.#all[0] ?? 0) + secondMs - now;
  }

  #chatWaitMs(chatId: number, now: number): number {
    const last = this.#lastOfChat.get(chatId);
    return last === undefined ? 0 : last + this.#limits.chat_interval_ms - now;
  }

  #groupWaitMs(chatId: number, now: number): number {
    const sends = this.#ofGroup.get(chatId);
    if (sends === undefined) return 0;
    dropUntil(sends, now - minuteMs);
    if (sends.length < this.#limits.group_per_minute) return 0;
    return (sends[0] ?? 0) + minuteMs - now;
  }

  #note(chatId: number, now: number): void {
    const { global_per_second, chat_interval_ms, group_per_minute } = this.#limits;
    if (global_per_second > 0) this.#all.push(now);
    if (chat_interval_ms > 0) {
      // Deleted first, so that the map stays in order of time and its front is what can be forgotten.
      this.#lastOfChat.delete(chatId);
      this.#lastOfChat.set(chatId, now);
    }
    if (group_per_minute > 0 && chatId < 0) {
      const sends = this.#ofGroup.get(chatId) ?? [];
      this.#ofGroup.delete(chatId);
      this.#ofGroup.set(chatId, sends);
      sends.push(now);
    }
  }

  #forgetBefore(now: number): void {
    dropUntil(this.#all, now - secondMs);
    for (const [chatId, last] of this.#lastOfChat) {
      if (last + this.#limits.chat_interval_ms > now) break;
      this.#lastOfChat.delete(chatId);
    }
    for (const [chatId, sends] of this.#ofGroup) {
      if ((sends.at(-1) ?? 0) + minuteMs > now) break;
      this.#ofGroup.delete(chatId);
    }
  }
}

function dropUntil(times: number[], lastGone: number): void {
  while (times.length > 0 && (times[0] ?? 0) <= lastGone) times.shift();
}
