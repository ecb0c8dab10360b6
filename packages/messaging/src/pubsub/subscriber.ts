import { CallbackQueue } from "./callback-queue.ts";
import type { Heard } from "./heard.ts";
import type { HubMessage, OnMessage, SubscriberState, SubscriberView } from "./hub-model.ts";
import type { Receiver, Target } from "./target-table.ts";

export type SubscriberOptions = {
  name: string;
  channels: readonly string[];
  patterns: readonly string[];
  onMessage?: OnMessage | undefined;
  /** Told of each message, as it is kept. */
  onKept: (name: string, message: HubMessage) => void;
  onState: () => void;
};

/** Messages that are kept for looking at. */
const KEPT_MAX = 50;

/** A named subscriber of the hub: its state, its figures, and the last messages it received. */
export class Subscriber implements Receiver {
  readonly #options: SubscriberOptions;
  readonly #callbacks: CallbackQueue<HubMessage> | undefined;
  readonly #confirmed = new Set<Target>();
  #kept: HubMessage[] = [];
  #state: SubscriberState = "subscribing";
  #sinceMs = Date.now();
  #received = 0;
  #lastAtMs: number | undefined;
  #closed = false;

  constructor(options: SubscriberOptions) {
    this.#options = options;
    this.#callbacks = options.onMessage && new CallbackQueue(options.onMessage);
  }

  get channels(): readonly string[] {
    return this.#options.channels;
  }

  get patterns(): readonly string[] {
    return this.#options.patterns;
  }

  receive({ channel, pattern, payload, kept, atMs }: Heard): void {
    if (this.#closed) return;
    this.#received += 1;
    this.#lastAtMs = atMs;
    const bytes = payload.length;
    const message: HubMessage = {
      seq: this.#received,
      channel,
      ...(pattern !== undefined && { pattern }),
      payload: kept,
      bytes,
      cut: kept.length < bytes,
      atMs,
    };
    if (this.#kept.length >= KEPT_MAX) this.#kept.shift();
    this.#kept.push(message);
    this.#options.onKept(this.#options.name, message);
    this.#callbacks?.push(message.cut ? { ...message, payload, cut: false } : message);
  }

  confirmed(target: Target): void {
    this.#confirmed.add(target);
    const { channels, patterns } = this.#options;
    if (this.#confirmed.size === channels.length + patterns.length) this.#become("subscribed");
  }

  lost(): void {
    this.#confirmed.clear();
    if (this.#state === "subscribed") this.#become("reconnecting");
  }

  /** It receives nothing more. */
  close(): void {
    this.#closed = true;
    this.#callbacks?.close();
  }

  /** The last `limit` messages, newest last. */
  messages(limit: number): HubMessage[] {
    return limit > 0 ? this.#kept.slice(-limit) : [];
  }

  view(): SubscriberView {
    const { name, channels, patterns } = this.#options;
    return {
      name,
      channels,
      patterns,
      state: this.#state,
      sinceMs: this.#sinceMs,
      received: this.#received,
      dropped: this.#callbacks?.dropped ?? 0,
      failed: this.#callbacks?.failed ?? 0,
      ...(this.#lastAtMs !== undefined && { lastAtMs: this.#lastAtMs }),
    };
  }

  #become(state: SubscriberState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#sinceMs = Date.now();
    this.#options.onState();
  }
}
