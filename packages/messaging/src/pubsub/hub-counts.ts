import type { ChannelCounts } from "./hub-model.ts";

/** Channels whose counts are kept one by one; the one not used for longest makes room. */
const CHANNELS_MAX = 1000;

/** What the hub counts, per channel and in all. */
export class HubCounts {
  #totals = none();
  readonly #channels = new Map<string, ChannelCounts>();

  /** A PUBLISH of this process that Redis handed to `receivers`. */
  published(channel: string, receivers: number): void {
    for (const counts of [this.#totals, this.#of(channel)]) {
      counts.published += 1;
      counts.delivered += receivers;
    }
  }

  /** A message that came in and was handed on to `listeners`. */
  received(channel: string, listeners: number): void {
    for (const counts of [this.#totals, this.#of(channel)]) {
      counts.received += 1;
      counts.fannedOut += listeners;
    }
  }

  totals(): ChannelCounts {
    return { ...this.#totals };
  }

  channels(): Map<string, ChannelCounts> {
    return new Map([...this.#channels].map(([name, counts]) => [name, { ...counts }]));
  }

  reset(): void {
    this.#totals = none();
    this.#channels.clear();
  }

  #of(channel: string): ChannelCounts {
    const counts = this.#channels.get(channel) ?? none();
    // The order of a Map is that of insertion: the one used last stands at its end.
    this.#channels.delete(channel);
    this.#channels.set(channel, counts);
    if (this.#channels.size > CHANNELS_MAX) {
      const [oldest] = this.#channels.keys();
      if (oldest !== undefined) this.#channels.delete(oldest);
    }
    return counts;
  }
}

function none(): ChannelCounts {
  return { published: 0, delivered: 0, received: 0, fannedOut: 0 };
}
