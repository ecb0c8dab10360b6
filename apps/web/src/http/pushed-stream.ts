import type { ServerResponse } from "node:http";
import { toServerSentEvent } from "./server-sent-events.ts";

export type PushedStreamLimits = {
  /** So much may be written and not taken yet; 1 MiB by default. */
  mostBytes?: number;
  /** One that took nothing for so long after something was dropped is cut; 30 s by default. */
  stalledMs?: number;
};

export type PushedStreamOptions = PushedStreamLimits & {
  /** Told when the other side takes again after something was dropped for it. */
  onResumed?: () => void;
  /** Told how many events were dropped. */
  onDrop: (events: number) => void;
  /** Told when the stream is ended because nobody reads it. */
  onCut: () => void;
};

const DEFAULTS = { mostBytes: 1024 * 1024, stalledMs: 30_000 };

/**
 * A stream of events that nobody waits for: what the other side does not take in time is dropped for it alone. When it
 * takes again it is told how much that was.
 */
export class PushedStream {
  readonly #response: ServerResponse;
  readonly #options: PushedStreamOptions & typeof DEFAULTS;
  #dropped = 0;
  #stalled: NodeJS.Timeout | undefined;

  constructor(response: ServerResponse, options: PushedStreamOptions) {
    this.#response = response;
    this.#options = { ...DEFAULTS, ...options };
    response.on("drain", () => this.#resume());
    response.once("close", () => clearTimeout(this.#stalled));
  }

  /** Writes so many events, or drops them. */
  push(written: Buffer | string, events = 1): void {
    const { mostBytes, stalledMs, onDrop, onCut } = this.#options;
    if (this.#response.destroyed || this.#response.writableEnded) return;
    if (this.#dropped === 0 && this.#response.writableLength <= mostBytes) {
      this.#response.write(written);
      return;
    }
    this.#dropped += events;
    onDrop(events);
    this.#stalled ??= setTimeout(() => {
      onCut();
      this.#response.destroy();
    }, stalledMs);
  }

  /** Says with a comment that it is alive, unless it has something to take anyway. */
  beat(): void {
    if (this.#response.writableLength === 0 && !this.#response.writableEnded)
      this.#response.write(": alive\n\n");
  }

  #resume(): void {
    if (this.#dropped === 0) return;
    clearTimeout(this.#stalled);
    this.#stalled = undefined;
    const count = this.#dropped;
    this.#dropped = 0;
    this.push(toServerSentEvent("dropped", JSON.stringify({ count })));
    this.#options.onResumed?.();
  }
}
