/** A tap on an inline button, and what the bot answered to it. */
export interface Tap {
  callback_query_id: string;
  chat_id: number;
  message_id: number;
  data: string;
  answer: { text: string; show_alert: boolean } | null;
}

/** The newest taps; an older one can no longer be answered, as at Telegram. */
export class TapBook {
  readonly #max: number;
  readonly #taps = new Map<string, Tap>();
  #nextId = 1;

  constructor(max: number) {
    this.#max = max;
  }

  add(chatId: number, messageId: number, data: string): Tap {
    const tap: Tap = {
      callback_query_id: String(this.#nextId),
      chat_id: chatId,
      message_id: messageId,
      data,
      answer: null,
    };
    this.#nextId += 1;
    this.#taps.set(tap.callback_query_id, tap);
    if (this.#taps.size > this.#max) {
      const oldest = this.#taps.keys().next();
      if (oldest.done !== true) this.#taps.delete(oldest.value);
    }
    return tap;
  }

  find(id: string): Tap | undefined {
    return this.#taps.get(id);
  }

  clear(): void {
    this.#taps.clear();
  }
}
