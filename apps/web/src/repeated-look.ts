/** Looks at something again and again, one look at a time, with a pause between two. */
export class RepeatedLook {
  readonly #look: () => Promise<void>;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #round: Promise<void> = Promise.resolve();

  /** @param look must not reject */
  constructor(look: () => Promise<void>, everyMs: number) {
    this.#look = look;
    this.#everyMs = everyMs;
  }

  /** Resolves after the first look. */
  async start(): Promise<void> {
    this.#round = this.#look();
    await this.#round;
    if (!this.#stopped) this.#timer = setTimeout(() => void this.start(), this.#everyMs);
  }

  /** Resolves when no look is under way any more. May be called twice. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#round;
  }
}
