import { RedisUnavailableError, type WebhookDesk, type WebhookFigures } from "@bellwire/messaging";
import type { CheckResult, Gauge, Health, Metrics } from "@bellwire/runtime";
import { RepeatedLook } from "../repeated-look.ts";

export type WebhookWatchOptions = {
  desk: Pick<WebhookDesk, "figures">;
  /** Of the receiver. */
  host: string;
  health: Health;
  metrics: Metrics;
  /** Pause between two looks; 2 s by default. */
  everyMs?: number;
};

const EVERY_MS = 2000;
/** A short failure is what the retries are for. */
export const FAILING_LONG_MS = 60_000;

/** Keeps the check `webhooks` and the gauges of what waits and what was given up up to date. */
export class WebhookWatch {
  readonly #options: WebhookWatchOptions;
  readonly #repeated: RepeatedLook;
  readonly #waiting: Gauge;
  readonly #dead: Gauge;

  constructor(options: WebhookWatchOptions) {
    this.#options = options;
    this.#repeated = new RepeatedLook(() => this.look(), options.everyMs ?? EVERY_MS);
    this.#waiting = options.metrics.gauge("webhooks_waiting", "Webhook calls to be made, or made again");
    this.#dead = options.metrics.gauge("webhooks_dead", "Webhook calls given up and kept");
  }

  /** Resolves after the first look. */
  async start(): Promise<void> {
    await this.#repeated.start();
  }

  /** Resolves when no look is under way any more. May be called twice. */
  async stop(): Promise<void> {
    await this.#repeated.stop();
  }

  /** One look. While Redis is away the figures are not numbers, and the check stays as it was. */
  async look(): Promise<void> {
    const { desk, health, host } = this.#options;
    const figures = await desk.figures().catch((error: unknown) => {
      if (error instanceof RedisUnavailableError) return undefined;
      throw error;
    });
    this.#waiting.set(figures?.waiting ?? Number.NaN);
    this.#dead.set(figures?.dead ?? Number.NaN);
    if (figures !== undefined) health.set("webhooks", describeWebhooks(figures, host, Date.now()));
  }
}

/** A receiver that fails never makes this service unready: nothing else waits for it. */
export function describeWebhooks(
  { failing, waiting }: WebhookFigures,
  host: string,
  nowMs: number,
): CheckResult {
  if (failing === undefined || nowMs - failing.sinceMs < FAILING_LONG_MS)
    return { status: "ok", words: `Webhook calls go to ${host}; ${waiting} to be made.` };
  const since = new Date(failing.sinceMs).toISOString();
  return {
    status: "warn",
    words: `The webhook receiver ${host} has taken no call since ${since} (${failing.error}); ${waiting} to be made.`,
    remedy:
      "See whether it runs at WEBHOOK_URL, answers 2xx and knows WEBHOOK_SECRET. The calls are made again.",
  };
}
