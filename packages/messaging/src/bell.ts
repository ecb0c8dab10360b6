/** Wakes one who waits. A ring that nobody waits for is lost: look at the state first, and wait then. */
export class Bell {
  #wake: (() => void) | undefined;

  ring(): void {
    this.#wake?.();
  }

  /** Resolves at the next ring, at the latest after `mostMs`. One caller at a time. */
  async rung(mostMs?: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (mostMs !== undefined) timer = setTimeout(resolve, mostMs);
    });
    clearTimeout(timer);
    this.#wake = undefined;
  }
}
