import type { Logger } from "./logger.ts";

/** A long-running part of a service. `start` resolves when it works on its own; `stop` when nothing of it is left. */
export type Part = { name: string; start?: () => Promise<void> | void; stop: () => Promise<void> | void };

/**
 * Starts parts in the order given and stops them in reverse, so that a part may rely on those before it for as
 * long as it lives. When a start fails, what was started is stopped again and the error is thrown.
 */
export class Parts {
  readonly #parts: readonly Part[];
  readonly #logger: Logger;
  #started: Part[] = [];
  #stopping = false;

  constructor(logger: Logger, parts: readonly Part[]) {
    this.#logger = logger;
    this.#parts = parts;
  }

  /** Resolves when all parts are started, or when `stop` came meanwhile: then no further one is. */
  async start(): Promise<void> {
    for (const part of this.#parts) {
      if (this.#stopping) return;
      this.#started.push(part);
      try {
        await part.start?.();
      } catch (error) {
        await this.stop(1000);
        throw error;
      }
    }
  }

  /**
   * Stops every started part, last first, and resolves after at most `graceMs`; what did not stop by then is named
   * in the log. A failing stop is logged and does not keep the others from stopping. May be called twice.
   */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    const parts = this.#started.reverse();
    this.#started = [];
    const left = new Set(parts.map((part) => part.name));
    const stopAll = async () => {
      for (const part of parts) {
        try {
          await part.stop();
        } catch (err) {
          this.#logger.error({ err, part: part.name }, "a part failed to stop");
        }
        left.delete(part.name);
      }
    };
    await withDeadline(stopAll(), graceMs);
    if (left.size > 0)
      this.#logger.warn(
        { abandoned: [...left], graceMs },
        "the grace period ended before everything stopped",
      );
  }
}

async function withDeadline(work: Promise<void>, deadlineMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, deadlineMs);
  });
  await Promise.race([work, deadline]);
  clearTimeout(timer);
}
