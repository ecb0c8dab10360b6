import { type Counter, createMetrics, type Histogram, type Metrics } from "@bellwire/runtime";
import { RecentLatency } from "./worker/recent-latency.ts";

/** Seconds; Telegram usually answers within a tenth of one, and a call is given up after 30. */
const SEND_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Seconds; one call admits up to 500 messages, and is given up after 1.5. */
const ADMIT_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2];

/** Seconds; from a message sent at once to one that waited for a long outage. */
const DELIVERY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 15, 60, 300, 1800, 7200, 86_400];

export type BotMetrics = {
  registry: Metrics;
  received: Counter;
  malformed: Counter;
  dropped: Counter;
  admitted: Counter;
  duplicates: Counter;
  trimmed: Counter;
  admitSeconds: Histogram;
  sends: Counter;
  sendSeconds: Histogram;
  deliverySeconds: Histogram;
  /** The same figure of late, for web. */
  recentLatency: RecentLatency;
  settled: Counter;
  settleRefused: Counter;
  leasesLost: Counter;
  recovered: Counter;
  throttleSeconds: Counter;
  answers: Counter;
  updates: Counter;
  redisTrouble: Counter;
  /** Declares a gauge that is read at every scrape. */
  gauge: (name: string, help: string, read: () => number) => void;
};

/** Every figure of the bot, declared in one place. Labels come from closed lists. */
export function createBotMetrics(): BotMetrics {
  const registry = createMetrics("bot");
  return {
    registry,
    received: registry.counter("received_total", "Payloads taken in, by door", ["door"]),
    malformed: registry.counter("malformed_total", "Payloads that were no notification, by door and reason", [
      "door",
      "reason",
    ]),
    dropped: registry.counter("dropped_total", "Messages dropped by this bot, by where", ["where"]),
    admitted: registry.counter("admitted_total", "Messages brought into the delivery queue, by door", [
      "door",
    ]),
    duplicates: registry.counter("duplicates_total", "Payloads whose id was known already, by door", [
      "door",
    ]),
    trimmed: registry.counter(
      "trimmed_total",
      "Entries of the stream door that somebody trimmed before they were admitted",
    ),
    admitSeconds: registry.histogram("admit_seconds", "How long Redis took to admit many at once", {
      buckets: ADMIT_BUCKETS,
    }),
    sends: registry.counter("sends_total", "Attempts: calls that send, by outcome and reason", [
      "outcome",
      "reason",
    ]),
    sendSeconds: registry.histogram("send_seconds", "How long Telegram took to answer a send", {
      buckets: SEND_BUCKETS,
    }),
    deliverySeconds: registry.histogram(
      "delivery_seconds",
      "From acceptance, or send_at where that is later, until Telegram had the last part",
      { buckets: DELIVERY_BUCKETS },
    ),
    recentLatency: new RecentLatency(),
    settled: registry.counter("settled_total", "What became of messages after an attempt, by kind", ["kind"]),
    settleRefused: registry.counter(
      "settle_refused_total",
      "Outcomes that came after the message had gone to another bot",
    ),
    leasesLost: registry.counter("leases_lost_total", "Messages in hand that went to another bot"),
    recovered: registry.counter(
      "recovered_total",
      "Messages taken back from lost answers or silent bots, by how: returned, unknown, failed",
      ["how"],
    ),
    throttleSeconds: registry.counter(
      "throttle_wait_seconds_total",
      "How long messages were due and Telegram's limits did not allow one more",
    ),
    answers: registry.counter("answers_total", "Answers to what people write, by outcome", ["outcome"]),
    updates: registry.counter("updates_total", "Updates received from Telegram, by kind", ["kind"]),
    redisTrouble: registry.counter("redis_trouble_total", "Troubles with Redis, by connection and kind", [
      "connection",
      "trouble",
    ]),
    gauge: (name, help, read) => {
      registry.gauge(name, help, { read });
    },
  };
}
