import {
  type EventTail,
  type Listening,
  RedisUnavailableError,
  type WebhookQueue,
} from "@bellwire/messaging";
import type { Logger } from "@bellwire/runtime";
import { Waker } from "./waker.ts";

export type EventCollectorOptions = {
  queue: Pick<WebhookQueue, "collect">;
  /** Its news say when there is something to collect. */
  tail: Pick<EventTail, "listen">;
  /** There are new deliveries. Must not throw. */
  onMade: () => void;
  /** Looks at least so often; 1 s by default. */
  everyMs?: number;
  logger: Logger;
};

const EVERY_MS = 1000;

/** Makes deliveries of events as they happen. Any number may do so at a time, in any number of processes. */
export class EventCollector {
  readonly #options: EventCollectorOptions;
  readonly #waker = new Waker();
  #listening: Listening | undefined;
  #stopped = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: EventCollectorOptions) {
    this.#options = options;
  }

  start(): void {
    const wake = () => this.#waker.wake();
    this.#listening = this.#options.tail.listen({ onEvents: wake, onMissed: wake });
    this.#loop = this.#run();
  }

  /** Resolves when it collects no more. May be called twice. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#listening?.close();
    this.#waker.wake();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { everyMs = EVERY_MS } = this.#options;
    while (!this.#stopped) {
      const more = await this.#collect();
      if (!more) await this.#waker.wait(everyMs);
    }
  }

  /** Whether there is more to collect. While Redis serves nothing, there is not: the events stay where they are. */
  async #collect(): Promise<boolean> {
    const { queue, onMade, logger } = this.#options;
    try {
      const { made, missed, more } = await queue.collect();
      if (missed > 0) logger.warn({ missed }, "events were trimmed before they could become webhook calls");
      if (made > 0) onMade();
      return more;
    } catch (error) {
      if (error instanceof RedisUnavailableError) return false;
      throw error;
    }
  }
}
