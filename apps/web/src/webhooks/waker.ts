/** Wakes a loop between two rounds. A call that comes while the loop works ends its next wait at once. */
export class Waker {
  #woken = false;
  #wakeUp: (() => void) | undefined;

  wake(): void {
    this.#woken = true;
    this.#wakeUp?.();
  }

  /** Resolves when woken since the last wait, at the latest after `mostMs`. One caller at a time. */
  async wait(mostMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    if (!this.#woken) {
      await new Promise<void>((resolve) => {
        this.#wakeUp = resolve;
        timer = setTimeout(resolve, mostMs);
      });
    }
    clearTimeout(timer);
    this.#woken = false;
  }
}
