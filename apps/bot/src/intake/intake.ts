import {
  ChannelSubscription,
  DeliveryIntake,
  GroupReader,
  INTAKE_GROUP,
  isRedisFull,
  type Keys,
  type Lease,
  QueueReader,
  type RedisLink,
  type RedisUnavailableError,
  type Retention,
  type SizeLimit,
  StreamKeeper,
} from "@bellwire/messaging";
import type { Health, Logger, Part } from "@bellwire/runtime";
import { LIMITS } from "@bellwire/schema";
import { healthWords } from "../health-words.ts";
import type { BotMetrics } from "../metrics.ts";
import { Admission } from "./admission.ts";
import { AskedDoorLoop } from "./asked-door.ts";
import { ChannelDoor } from "./channel-door.ts";
import { Housekeeper } from "./housekeeper.ts";
import { queueSource } from "./queue-door.ts";
import { RawBudget } from "./raw-budget.ts";
import { streamSource } from "./stream-door.ts";
import { Sweeper } from "./sweeper.ts";
import type { Reading } from "./to-items.ts";

export type IntakeConfig = {
  redisUrl: string;
  prefix: string;
  /** The channel door. */
  channel: string;
  /** So many messages may wait. */
  maxQueued: number;
  addressing: Reading["addressing"];
  retention: Retention;
  /** Entries kept at the stream door after they were admitted. */
  streamKeep: number;
  /** How long `stop` goes on with what the channel brought before it. */
  drainMs: number;
};

export type IntakeOptions = {
  config: IntakeConfig;
  redis: RedisLink;
  keys: Keys;
  /** As whom the lease is held. */
  botId: string;
  /** Started by the caller, before the intake. The intake gives it back when it stops; giving it back again is no error. */
  lease: Lease;
  metrics: BotMetrics;
  logger: Logger;
  health: Health;
  /** Called when something came into the delivery queue. Must not throw. */
  onAdmitted: () => void;
};

/** What was heard and not read yet. Beyond it messages are dropped and counted. */
const BUFFER_BYTES = 64 * 1024 * 1024;

const LARGEST: SizeLimit = {
  bytes: LIMITS.payloadMaxBytes,
  reason: "too_large",
  detail: `a payload has at most ${LIMITS.payloadMaxBytes} bytes`,
};

const TRIMMED = { reason: "trimmed", detail: " was removed from the stream before it was admitted" };

/** The three doors: brings into the delivery queue what anybody puts there, while this bot holds the intake lease. */
export class Intake implements Part {
  readonly name = "intake";
  readonly #lease: Lease;
  readonly #parts: readonly { start(): void; stop(): Promise<void> }[];

  constructor(options: IntakeOptions) {
    this.#lease = options.lease;
    this.#parts = buildParts(options);
  }

  start(): void {
    for (const part of this.#parts) part.start();
  }

  /**
   * Takes in nothing new, admits what the channel brought and is this bot's own, then gives the lease back, so that its
   * successor begins where it ended. May be called twice.
   */
  async stop(): Promise<void> {
    await Promise.all(this.#parts.map((part) => part.stop()));
    await this.#lease.stop();
  }
}

type Built = IntakeOptions & { intake: DeliveryIntake; admission: Admission; reading: Reading };

function buildParts(options: IntakeOptions) {
  const { config, redis, botId, health, metrics, onAdmitted } = options;
  const { prefix, maxQueued, retention } = config;
  const intake = new DeliveryIntake({ redis, prefix, owner: botId, maxWaiting: maxQueued, retention });
  const admission = new Admission({ intake, health, metrics, onAdmitted });
  const reading = { cut: new RawBudget().cut, addressing: config.addressing };
  const built: Built = { ...options, intake, admission, reading };
  const queue = buildQueueReader(built);
  return [
    buildHousekeeper(built, queue),
    buildQueueDoor(built, queue),
    buildStreamDoor(built),
    buildChannelDoor(built),
  ];
}

function buildQueueReader({ config, redis, botId, metrics }: Built): QueueReader {
  return new QueueReader({
    redis,
    url: config.redisUrl,
    name: `bellwire-bot-${botId}-queue`,
    prefix: config.prefix,
    reader: botId,
    largest: LARGEST,
    onTrouble: countTrouble(metrics, "queue"),
  });
}

function buildQueueDoor(built: Built, reader: QueueReader): AskedDoorLoop {
  const { keys, admission, lease, health, logger, reading, metrics } = built;
  const source = queueSource({ reader, reading, malformed: metrics.malformed });
  return new AskedDoorLoop({ door: "queue", key: keys.queueDoor, source, admission, lease, health, logger });
}

function buildStreamDoor(built: Built): AskedDoorLoop {
  const { config, keys, botId, admission, lease, health, logger, reading, metrics } = built;
  const reader = new GroupReader({
    url: config.redisUrl,
    name: `bellwire-bot-${botId}-stream`,
    prefix: config.prefix,
    group: INTAKE_GROUP,
    reader: botId,
    largest: LARGEST,
    trimmed: TRIMMED,
    onTrouble: countTrouble(metrics, "stream"),
  });
  const { malformed, trimmed } = metrics;
  const source = streamSource({ reader, reading, malformed, trimmed, logger });
  return new AskedDoorLoop({
    door: "stream",
    key: keys.streamDoor,
    source,
    admission,
    lease,
    health,
    logger,
  });
}

function buildHousekeeper(built: Built, queue: QueueReader): Housekeeper {
  const { config, redis, botId, intake, admission, lease, logger, metrics } = built;
  const { prefix, streamKeep } = config;
  const stream = new StreamKeeper({ redis, prefix, group: INTAKE_GROUP, reader: botId });
  const isFull = () => isRedisFull(redis);
  const parts = { intake, admission, queue, stream, lease };
  const housekeeper = new Housekeeper({ ...parts, isFull, streamKeep, logger });
  const { gauge } = metrics;
  gauge("queue_length", "Payloads at the queue door", () => housekeeper.sizes.queue);
  gauge(
    "queue_pending",
    "Payloads taken from the queue door and not admitted yet",
    () => housekeeper.sizes.queuePending,
  );
  gauge("stream_lag", "Entries of the stream door that were not read", () => housekeeper.sizes.streamUnread);
  gauge(
    "stream_pending",
    "Entries read from the stream door and not admitted yet",
    () => housekeeper.sizes.streamPending,
  );
  return housekeeper;
}

function buildChannelDoor(built: Built): ChannelDoor {
  const { config, keys, botId, intake, admission, lease, logger, metrics, reading } = built;
  const sweeper = new Sweeper({ intake, admission });
  const subscription = buildSubscription(built, sweeper);
  metrics.gauge(
    "intake_buffer_bytes",
    "Memory taken by messages heard and not read yet",
    () => subscription.buffered.bytes,
  );
  return new ChannelDoor({
    subscription,
    channel: config.channel,
    botsChannel: keys.botsChannel,
    botId,
    lease,
    admission,
    sweeper,
    reading,
    dropped: metrics.dropped,
    logger,
    drainMs: config.drainMs,
  });
}

function buildSubscription(
  { config, redis, keys, botId, health, logger, metrics }: Built,
  sweeper: Sweeper,
): ChannelSubscription {
  const { channel } = config;
  health.set("subscription", healthWords.subscription("connecting", channel));
  const subscription = new ChannelSubscription({
    url: config.redisUrl,
    name: `bellwire-bot-${botId}-channel`,
    channels: [channel, keys.botsChannel],
    ownChannel: (generation) => keys.subscriptionChannel(botId, generation),
    redis,
    maxBufferBytes: BUFFER_BYTES,
    onStatus: (status) => {
      sweeper.expectGap();
      health.set("subscription", healthWords.subscription(status, channel));
      logger.info({ status, channel }, "subscription");
    },
    onTrouble: (error) => {
      countTrouble(metrics, "channel")(error);
      health.set("subscription", healthWords.subscription(subscription.status, channel, error.trouble));
    },
  });
  return subscription;
}

function countTrouble(metrics: BotMetrics, connection: string) {
  return ({ trouble }: RedisUnavailableError): void => metrics.redisTrouble.add({ connection, trouble });
}
