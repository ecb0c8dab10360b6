import { BusiestSecond } from "./busiest-second.ts";
import type { Clock } from "./clock.ts";

/** Exact counts since the start or the last reset. */
export class Counters {
  calls = 0;
  sent = 0;
  readonly refused: Record<string, number> = {};
  readonly faults: Record<string, number> = {};
  readonly #sends: BusiestSecond;

  constructor(clock: Clock) {
    this.#sends = new BusiestSecond(clock);
  }

  get busiestSecond(): number {
    return this.#sends.most;
  }

  noteSent(): void {
    this.sent += 1;
    this.#sends.note();
  }

  noteRefused(code: number): void {
    this.refused[code] = (this.refused[code] ?? 0) + 1;
  }

  noteFault(kind: string): void {
    this.faults[kind] = (this.faults[kind] ?? 0) + 1;
  }
}
