import {
  publishToListeners,
  type RedisLink,
  type RedisTrouble,
  RedisUnavailableError,
} from "@bellwire/messaging";
import type { Metrics } from "@bellwire/runtime";
import { encodeNotification, type ParseProblem, readNotificationRequest } from "@bellwire/schema";
import { uuidv7 } from "uuidv7";

/**
 * - `published`: Redis handed it to `receivers` subscribers, at least one bot among those who listen
 * - `invalid`: refused before Redis was asked
 * - `no_subscriber`: no bot listens, nothing was sent
 * - `unavailable`: Redis did not serve it; with trouble `timeout` or `disconnected` it may have been sent
 */
export type PublishOutcome =
  | { kind: "published"; id: string; receivers: number }
  | { kind: "invalid"; problem: ParseProblem }
  | { kind: "no_subscriber" }
  | { kind: "unavailable"; id: string; trouble: RedisTrouble };

export type PublisherOptions = {
  redis: RedisLink;
  channel: string;
  /** Every bot subscribes to it beside the channel: who listens there is a bot, and not a monitor. */
  botsChannel: string;
  metrics: Metrics;
};

export type Publisher = {
  /**
   * Publishes what `body` says, once; called twice, it publishes twice. Never rejects because of Redis.
   * @param within limits how long to wait for Redis, by rejecting with a RedisUnavailableError
   */
  publish(
    body: Uint8Array,
    within: (work: Promise<number | null>) => Promise<number | null>,
  ): Promise<PublishOutcome>;
};

export function createPublisher({ redis, channel, botsChannel, metrics }: PublisherOptions): Publisher {
  const publishes = metrics.counter("publishes_total", "Notifications asked to be published, by outcome", [
    "outcome",
  ]);
  const decide: Publisher["publish"] = async (body, within) => {
    const parsed = readNotificationRequest(body);
    if (!parsed.ok) return { kind: "invalid", problem: parsed.problem };
    const id = uuidv7();
    const payload = encodeNotification(parsed.value);
    try {
      const receivers = await within(
        publishToListeners(redis, { channel, listenersChannel: botsChannel, payload }),
      );
      return receivers === null ? { kind: "no_subscriber" } : { kind: "published", id, receivers };
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) throw error;
      return { kind: "unavailable", id, trouble: error.trouble };
    }
  };
  return {
    async publish(body, within) {
      const outcome = await decide(body, within);
      publishes.add({ outcome: outcome.kind });
      return outcome;
    },
  };
}
