import { type Counter, createMetrics, type Histogram, type Metrics } from "@bellwire/runtime";

/** Seconds; Telegram usually answers within a tenth of one, and a call is given up after 30. */
const SEND_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export type BotMetrics = {
  registry: Metrics;
  received: Counter;
  malformed: Counter;
  dropped: Counter;
  sends: Counter;
  sendSeconds: Histogram;
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
    sends: registry.counter("sends_total", "Calls that send, by outcome and reason", ["outcome", "reason"]),
    sendSeconds: registry.histogram("send_seconds", "How long Telegram took to answer a send", {
      buckets: SEND_BUCKETS,
    }),
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
