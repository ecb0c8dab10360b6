import { RepeatedLook } from "../repeated-look.ts";
import type { LiveSource, Tell } from "./live-source.ts";

export type LiveLookOptions = {
  event: string;
  /** The JSON of what is seen; undefined when it cannot be seen now. Must not reject. */
  look: () => Promise<string | undefined>;
  /** Pause between two looks. */
  everyMs: number;
  /** Whether what is seen is told each time, or only when it is not what was told before. */
  tell: "always" | "changes";
};

/** What is asked for again and again: by one look for all who are there. */
export class LiveLook implements LiveSource {
  readonly event: string;
  readonly #options: LiveLookOptions;
  #repeated: RepeatedLook | undefined;
  #last: string | undefined;

  constructor(options: LiveLookOptions) {
    this.#options = options;
    this.event = options.event;
  }

  start(tell: Tell): void {
    const repeated = new RepeatedLook(
      () => this.#look(tell, () => this.#repeated === repeated),
      this.#options.everyMs,
    );
    this.#repeated = repeated;
    void repeated.start();
  }

  stop(): void {
    void this.#repeated?.stop();
    this.#repeated = undefined;
    this.#last = undefined;
  }

  beginning(): string | undefined {
    return this.#last;
  }

  async #look(tell: Tell, isWanted: () => boolean): Promise<void> {
    const seen = await this.#options.look();
    if (!isWanted()) return;
    const isNew = seen !== this.#last;
    this.#last = seen;
    if (seen !== undefined && (isNew || this.#options.tell === "always")) tell(this.event, seen);
    // Whoever is told something every second takes silence for the end.
    if (seen === undefined && this.#options.tell === "always") tell("alive", "{}");
  }
}
