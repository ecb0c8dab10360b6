import { toServerSentEvent } from "../http/server-sent-events.ts";
import type { LiveChanges } from "./live-changes.ts";
import type { LiveSource } from "./live-source.ts";

/** Somebody who follows. `tell` must not throw. */
export type LiveReader = { tell(event: Buffer): void };

export type LiveFeedOptions = {
  /** In the order in which they are told at the beginning. */
  sources: readonly LiveSource[];
  changes: Pick<LiveChanges, "start" | "stop" | "join">;
  /** The JSON of the first event. */
  hello: () => string;
};

/**
 * All that a page shows, told to any number of readers: gathered once, written down once, the same bytes for all. It
 * looks and listens only while somebody reads.
 */
export class LiveFeed {
  readonly #options: LiveFeedOptions;
  /** With what ends its changes. */
  readonly #readers = new Map<LiveReader, () => void>();

  constructor(options: LiveFeedOptions) {
    this.#options = options;
  }

  get readers(): number {
    return this.#readers.size;
  }

  /** Tells `reader` how things are, and from then on what becomes of them. @param lastId the last id it was told */
  join(reader: LiveReader, lastId: string | undefined): void {
    const { sources, changes } = this.#options;
    if (this.#readers.size === 0) {
      changes.start();
      for (const source of sources) source.start((event, json) => this.#tellAll(event, json));
    }
    this.tellBeginning(reader);
    this.#readers.set(
      reader,
      changes.join((event) => reader.tell(event), lastId),
    );
  }

  /** Tells nothing more. May be called twice. */
  leave(reader: LiveReader): void {
    this.#readers.get(reader)?.();
    if (!this.#readers.delete(reader) || this.#readers.size > 0) return;
    const { sources, changes } = this.#options;
    changes.stop();
    for (const source of sources) source.stop();
  }

  /** Tells `reader` how things are, once more. */
  tellBeginning(reader: LiveReader): void {
    reader.tell(Buffer.from(toServerSentEvent("hello", this.#options.hello())));
    for (const source of this.#options.sources) {
      const json = source.beginning();
      if (json !== undefined) reader.tell(Buffer.from(toServerSentEvent(source.event, json)));
    }
  }

  #tellAll(event: string, json: string): void {
    const bytes = Buffer.from(toServerSentEvent(event, json));
    for (const reader of this.#readers.keys()) reader.tell(bytes);
  }
}
