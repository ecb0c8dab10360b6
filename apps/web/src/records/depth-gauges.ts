import { type DeliveryStats, RedisUnavailableError } from "@bellwire/messaging";
import type { Gauge, Metrics } from "@bellwire/runtime";
import { RepeatedLook } from "../repeated-look.ts";
import { WAITING_STATES } from "./states.ts";
import { lagOf, pendingOf } from "./stats-view.ts";

export type DepthGaugesOptions = {
  stats: () => Promise<DeliveryStats>;
  metrics: Metrics;
  /** Pause between two looks; 5 s by default. */
  everyMs?: number;
};

const EVERY_MS = 5000;

/** Keeps the figures of the delivery queue in the metrics up to date, however often those are asked for. */
export class DepthGauges {
  readonly #options: DepthGaugesOptions;
  readonly #depth: Gauge;
  readonly #figures: readonly { gauge: Gauge; of: (stats: DeliveryStats) => number }[];
  readonly #repeated: RepeatedLook;

  constructor(options: DepthGaugesOptions) {
    this.#options = options;
    this.#repeated = new RepeatedLook(() => this.look(), options.everyMs ?? EVERY_MS);
    const { metrics } = options;
    this.#depth = metrics.gauge("notifications_waiting", "Notifications that have not ended, by state", {
      labels: ["state"],
    });
    const figure = (name: string, help: string, of: (stats: DeliveryStats) => number) => ({
      gauge: metrics.gauge(name, help),
      of,
    });
    this.#figures = [
      figure("door_lag", "Notifications that no bot has admitted yet", lagOf),
      figure("door_pending", "Entries of the stream door that a bot has read and not admitted", pendingOf),
      figure("taken", "Notifications that a bot holds for sending", ({ taken }) => taken),
      figure("dead_letters", "Notifications given up and kept", ({ deadLetters }) => deadLetters),
      figure(
        "oldest_waiting_seconds",
        "Since when the notification is due that has waited longest",
        ({ oldestWaitingMs = 0 }) => oldestWaitingMs / 1000,
      ),
    ];
  }

  /** Resolves after the first look. */
  async start(): Promise<void> {
    await this.#repeated.start();
  }

  /** Resolves when no look is under way any more. May be called twice. */
  async stop(): Promise<void> {
    await this.#repeated.stop();
  }

  /** One look. While Redis is away the figures are not numbers: old ones would look like good news. */
  async look(): Promise<void> {
    const stats = await this.#options.stats().catch((error: unknown) => {
      if (error instanceof RedisUnavailableError) return undefined;
      throw error;
    });
    for (const { gauge, of } of this.#figures) gauge.set(stats === undefined ? Number.NaN : of(stats));
    for (const state of WAITING_STATES) this.#depth.set(stats?.states[state] ?? Number.NaN, { state });
  }
}
