import { setTimeout as sleep } from "node:timers/promises";
import type { RedisProcess } from "@bellwire/testkit";
import { CHANNEL } from "./told.ts";

/** Often enough that a batch is small, seldom enough that timers keep up. */
const TURN_MS = 20;

export type Load = { perSecond: number; bytes: number };

/** Publishes at an even pace, past web, until told to stop. */
export class Publisher {
  published = 0;
  readonly #redis: ReturnType<RedisProcess["client"]>;
  readonly #load: Load;

  constructor(redis: ReturnType<RedisProcess["client"]>, load: Load) {
    this.#redis = redis;
    this.#load = load;
  }

  /** What a late turn missed, the next one publishes: the pace holds over time. */
  async run(stop: AbortSignal): Promise<void> {
    const { perSecond, bytes } = this.#load;
    const begunMs = performance.now();
    const before = this.published;
    while (!stop.aborted) {
      const due = before + Math.floor(((performance.now() - begunMs) / 1000) * perSecond);
      const pipeline = this.#redis.pipeline();
      for (; this.published < due; this.published += 1) {
        const head = `{"order":${this.published},"atMs":${Date.now()},"text":"`;
        pipeline.publish(CHANNEL, `${head.padEnd(bytes - 2, ".")}"}`);
      }
      await pipeline.exec();
      await sleep(TURN_MS);
    }
  }
}
