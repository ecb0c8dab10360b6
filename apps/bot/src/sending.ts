import { DeliveryWorker } from "@bellwire/messaging";
import type { BotConfig } from "./config.ts";
import { Circuit } from "./delivery/circuit.ts";
import type { Foundation } from "./foundation.ts";
import { healthWords } from "./health-words.ts";
import { Holdings } from "./worker/holdings.ts";
import { PartSender, type Send } from "./worker/part-sender.ts";
import { Recoverer } from "./worker/recoverer.ts";
import { RedisContact } from "./worker/redis-contact.ts";
import { RedisSteadiness } from "./worker/redis-steadiness.ts";
import { Renewer } from "./worker/renewer.ts";
import { Sender } from "./worker/sender.ts";
import { TelegramWatch } from "./worker/telegram-watch.ts";
import { Turns } from "./worker/turns.ts";

/**
 * Shares of the grace period: until sends in flight are cut off, and then for Redis to hear what became of them. The
 * rest is for taking leave of Redis, so that nobody has to wait for a lease to run out.
 */
const SENDS_SHARE = 0.7;
const SETTLE_SHARE = 0.15;

/** The parts that take messages from the delivery queue and send them. */
export type Sending = {
  queue: DeliveryWorker;
  watch: TelegramWatch;
  renewer: Renewer;
  sender: Sender;
  recoverer: Recoverer;
};

/** Builds them; nothing runs. */
export function buildSending(foundation: Foundation, send: Send): Sending {
  const { config, logger, metrics, onRedisReady, onTelegramReady, redis, botId } = foundation;
  const leaseMs = config.LEASE_MS;
  const queue = buildQueue(config, redis, botId);
  const holdings = new Holdings();
  const turns = new Turns();
  const contact = buildContact(foundation);
  const watch = buildWatch(foundation, {
    onAllowed: () => {
      for (const notify of onTelegramReady) notify();
    },
    onRecovered: () => recoverer.releaseDelayed(),
  });
  const renewer = new Renewer({
    ...{ queue, holdings, contact, leaseMs, logger },
    onLost: (count) => metrics.leasesLost.add({}, count),
  });
  const recoverer = new Recoverer({
    ...{ queue, holdings, turns, contact, leaseMs, logger },
    onRecovered: (recovered) => {
      for (const [how, count] of Object.entries(recovered)) metrics.recovered.add({ how }, count);
      sender.wake();
    },
  });
  const sender = new Sender({
    ...{ queue, holdings, turns, contact, watch, leaseMs, logger },
    parts: buildParts(foundation, send, watch),
    concurrency: config.SEND_CONCURRENCY,
    drainMs: config.GRACE_MS * SENDS_SHARE,
    settleMs: config.GRACE_MS * SETTLE_SHARE,
    onSettled: (settlement, accepted) => {
      if (accepted) metrics.settled.add({ kind: settlement.kind });
      else metrics.settleRefused.add();
      if (accepted && settlement.kind === "failed")
        logger.warn({ id: settlement.id, reason: settlement.reason }, "a message was given up");
    },
    onThrottled: (waitedMs) => metrics.throttleSeconds.add({}, waitedMs / 1000),
  });
  onRedisReady.push(() => {
    renewer.kick();
    recoverer.kick();
    sender.wake();
  });
  onTelegramReady.push(() => sender.wake());
  metrics.gauge("sends_in_flight", "Messages taken and not settled yet", () => holdings.size);
  return { queue, watch, renewer, sender, recoverer };
}

function buildQueue(config: BotConfig, redis: Foundation["redis"], botId: string): DeliveryWorker {
  return new DeliveryWorker({
    redis,
    prefix: config.REDIS_PREFIX,
    owner: botId,
    leaseMs: config.LEASE_MS,
    maxAttempts: config.MAX_ATTEMPTS,
    limits: {
      perSecond: config.TELEGRAM_GLOBAL_PER_SECOND,
      laneIntervalMs: config.TELEGRAM_CHAT_INTERVAL_MS,
      groupPerMinute: config.TELEGRAM_GROUP_PER_MINUTE,
    },
    retention: retentionOf(config),
  });
}

/** How long finished records are kept, as the delivery queue wants to hear it. */
export function retentionOf(config: BotConfig): { maxAgeMs: number; maxRecords: number } {
  return { maxAgeMs: config.RETENTION_HOURS * 3_600_000, maxRecords: config.RETENTION_MAX };
}

function buildContact({ config, health, metrics }: Foundation): RedisContact {
  health.set("delivery", healthWords.delivery("unasked"));
  return new RedisContact({
    steadiness: new RedisSteadiness({ leaseMs: config.LEASE_MS }),
    onTrouble: (trouble) => metrics.redisTrouble.add({ connection: "delivery", trouble }),
    onChange: (trouble) => health.set("delivery", healthWords.delivery(trouble)),
  });
}

const CIRCUIT_FIGURES = { closed: 0, half_open: 1, open: 2 };

function buildWatch(
  { telegram, health, logger, metrics }: Foundation,
  { onAllowed, onRecovered }: { onAllowed: () => void; onRecovered: () => void },
): TelegramWatch {
  const circuit = new Circuit();
  metrics.gauge(
    "circuit_state",
    "Whether Telegram takes messages: 0 yes, 1 one at a time to see, 2 no",
    () => CIRCUIT_FIGURES[circuit.state],
  );
  return new TelegramWatch({
    getMe: () => telegram.getMe(),
    circuit,
    health,
    logger,
    onAllowed,
    onRecovered,
  });
}

function buildParts({ config, logger, metrics }: Foundation, send: Send, watch: TelegramWatch): PartSender {
  return new PartSender({
    send,
    leaseMs: config.LEASE_MS,
    maxAttempts: config.MAX_ATTEMPTS,
    onCall: ({ outcome, lane, begunAtMs, tookMs }) => {
      const reason = outcome.kind === "sent" ? "sent" : outcome.reason;
      metrics.sends.add({ outcome: outcome.kind, reason });
      metrics.sendSeconds.observe(tookMs / 1000);
      if (outcome.kind !== "sent") logger.debug({ chat_id: lane, outcome: outcome.kind, reason }, "not sent");
      watch.note(outcome, { lane, begunAtMs });
    },
    onDelivered: ({ send_at }, acceptedMs) => {
      const wantedMs = Math.max(acceptedMs, send_at === undefined ? 0 : Date.parse(send_at));
      const tookMs = Math.max(0, Date.now() - wantedMs);
      metrics.deliverySeconds.observe(tookMs / 1000);
      metrics.recentLatency.note(tookMs);
    },
  });
}
