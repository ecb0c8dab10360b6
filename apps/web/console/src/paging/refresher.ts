/** A reading that took long is repeated less often: a pause of so many times its length. */
const PAUSE_FACTOR = 4;
const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Reads when asked: never twice at a time, and with a pause between. However often it is asked meanwhile, it reads once
 * more, so that what is told last was read after the last asking.
 */
export class Refresher<Result> {
  private readonly read: () => Promise<Result>;
  private readonly tell: (result: Result) => void;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isReading = false;
  private isAsked = false;
  private isStopped = false;
  private earliestMs = 0;

  /** @param read must not reject */
  constructor(read: () => Promise<Result>, tell: (result: Result) => void) {
    this.read = read;
    this.tell = tell;
  }

  ask(): void {
    this.isAsked = true;
    if (this.isReading || this.isStopped) return;
    this.timer ??= setTimeout(() => void this.run(), Math.max(0, this.earliestMs - Date.now()));
  }

  /** For good: a reading under way is told no more. */
  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    this.timer = undefined;
    this.isAsked = false;
    this.isReading = true;
    const begunMs = Date.now();
    const result = await this.read();
    this.earliestMs = Date.now() + pauseAfter(Date.now() - begunMs);
    this.isReading = false;
    if (this.isStopped) return;
    this.tell(result);
    if (this.isAsked) this.ask();
  }
}

function pauseAfter(tookMs: number): number {
  return Math.min(Math.max(SHORTEST_PAUSE_MS, PAUSE_FACTOR * tookMs), LONGEST_PAUSE_MS);
}
