import { setImmediate } from "node:timers/promises";
import { Redis } from "ioredis";
import { type RedisUnavailableError, toRedisUnavailable } from "../redis-errors.ts";
import { connectionOptions, type RedisLink } from "../redis-link.ts";
import { ByteBuffer } from "./byte-buffer.ts";

export type ChannelMessage = { channel: string; payload: Buffer };

/**
 * - `connecting`: no connection, or Redis has not confirmed the subscription yet
 * - `subscribed`: Redis itself counted this very subscription, and answers on this connection
 */
export type SubscriptionStatus = "connecting" | "subscribed";

export type ChannelSubscriptionOptions = {
  url: string;
  /** Shown by CLIENT LIST. */
  name: string;
  /** All are subscribed in one command, so a message on one keeps its place among those of the others. */
  channels: readonly string[];
  /** Names a channel that only subscription number `generation` of this process uses. */
  ownChannel: (generation: number) => string;
  /** Another connection, to ask Redis whether it sees the subscription. */
  redis: RedisLink;
  /** What is heard and not read yet may take so much memory; more is dropped and counted. */
  maxBufferBytes: number;
  /** Called after each change of status. Must not throw. */
  onStatus?: (status: SubscriptionStatus) => void;
  /** Called with each error of the connection, for counting and logging. */
  onTrouble?: (error: RedisUnavailableError) => void;
  heartbeatMs?: number;
};

/**
 * A silent connection is found by a PING that stays unanswered: sent every 2 s, answered within 2 s, closed within
 * 0.2 s. So a dead one is replaced about 4 s after it died, well below the 10 s promised.
 */
const HEARTBEAT_MS = 2000;

/** Messages handed over at once. */
const BATCH = 500;

/** What a message costs beside its payload: the object, the buffer's header, its place in the list. */
const MESSAGE_OVERHEAD_BYTES = 200;

/**
 * A subscription on a connection of its own that heals itself: when the connection closes, is refused, or falls
 * silent without closing, it is replaced and subscribed anew. What was published in between is lost, as pub/sub
 * has it; what was heard waits in a bounded buffer until it is read.
 */
export class ChannelSubscription {
  readonly #options: Required<ChannelSubscriptionOptions>;
  readonly #buffer: ByteBuffer<ChannelMessage>;
  #connection: Redis | undefined;
  #status: SubscriptionStatus = "connecting";
  #generation = 0;
  /** The channel by which Redis can tell the present subscription, once Redis acknowledged it. */
  #ownChannel: string | undefined;
  #beating = false;
  /** How many messages came in; while some do, the connection is alive, however late the answer to a PING. */
  #heardCount = 0;
  #heartbeat: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;
  /** Set by `close`: nothing is subscribed any more. */
  #leaving = false;
  /** Set when nothing more can be heard. */
  #closed = false;

  constructor(options: ChannelSubscriptionOptions) {
    this.#options = { heartbeatMs: HEARTBEAT_MS, onStatus: () => {}, onTrouble: () => {}, ...options };
    this.#buffer = new ByteBuffer(
      options.maxBufferBytes,
      ({ payload }) => payload.length + MESSAGE_OVERHEAD_BYTES,
    );
  }

  get status(): SubscriptionStatus {
    return this.#status;
  }

  /** Messages heard and not read yet, their size, and how many were dropped because they did not fit. */
  get buffered(): { messages: number; bytes: number; dropped: number } {
    return { messages: this.#buffer.length, bytes: this.#buffer.bytes, dropped: this.#buffer.dropped };
  }

  /** Connects, and goes on trying until `close`. */
  start(): void {
    const { url, name, heartbeatMs } = this.#options;
    const connection = new Redis(url, {
      ...connectionOptions(name),
      // We subscribe ourselves: the client's own way is not awaited, so that a refusal would go unnoticed.
      autoResubscribe: false,
      commandTimeout: heartbeatMs,
      // Armed by every command written: also ends a connection that falls silent before it is ready.
      socketTimeout: heartbeatMs * 2,
    });
    connection.on("ready", () => void this.#beat(connection));
    connection.on("close", () => this.#lost());
    connection.on("error", (error: unknown) => this.#options.onTrouble(toRedisUnavailable(error)));
    connection.on("messageBuffer", (channel: Buffer, payload: Buffer | null) => this.#hear(channel, payload));
    this.#connection = connection;
    this.#heartbeat = setInterval(() => void this.#beat(connection), heartbeatMs);
  }

  /**
   * Batches of messages in the order heard, each as soon as there is one, and an empty batch whenever `timeoutMs`
   * passed without any. Ends after `close`, when everything heard was read. One reader at a time. Between two
   * batches the connection gets its turn, so that a reader who never waits does not keep the heartbeat from it.
   */
  async *read(timeoutMs: number): AsyncGenerator<ChannelMessage[], void, void> {
    while (true) {
      if (this.#buffer.length === 0) {
        if (this.#closed) return;
        await this.#heard(timeoutMs);
      }
      yield this.#buffer.take(BATCH);
      if (this.#buffer.length > 0) await setImmediate();
    }
  }

  /** Leaves the channels and ends the connection. What was heard can still be read. May be called twice. */
  async close(): Promise<void> {
    if (this.#leaving) return;
    this.#leaving = true;
    clearInterval(this.#heartbeat);
    const connection = this.#connection;
    if (connection?.status === "ready") await connection.unsubscribe().catch(() => {});
    this.#closed = true;
    connection?.disconnect();
    this.#wake?.();
  }

  /**
   * Brings a connection to where it should be, and proves that Redis still answers on it: subscribes a fresh one,
   * asks Redis on another connection whether it sees exactly this subscription, sends a PING. What fails is tried
   * again at the next beat; what stays unanswered costs the connection.
   */
  async #beat(connection: Redis): Promise<void> {
    if (connection.status !== "ready" || this.#beating || this.#leaving) return;
    this.#beating = true;
    const heardBefore = this.#heardCount;
    try {
      await this.#ping(connection);
      if (this.#leaving) return;
      if (this.#ownChannel === undefined) await this.#subscribe(connection);
      if (this.#status === "connecting") await this.#confirm();
    } catch (error) {
      const trouble = toRedisUnavailable(error);
      this.#options.onTrouble(trouble);
      if (trouble.trouble === "timeout" && this.#heardCount === heardBefore) this.#renew(connection);
    } finally {
      this.#beating = false;
    }
  }

  /** A refusal is an answer too: Redis refuses even PING while it cannot write to its disk, but not SUBSCRIBE. */
  async #ping(connection: Redis): Promise<void> {
    try {
      await connection.ping();
    } catch (error) {
      const { trouble } = toRedisUnavailable(error);
      if (trouble === "timeout" || trouble === "disconnected") throw error;
    }
  }

  async #subscribe(connection: Redis): Promise<void> {
    this.#generation += 1;
    const ownChannel = this.#options.ownChannel(this.#generation);
    await connection.subscribe(...this.#options.channels, ownChannel);
    this.#ownChannel = ownChannel;
  }

  /** Trouble of the other connection is reported and says nothing about this one. */
  async #confirm(): Promise<void> {
    const { redis, heartbeatMs } = this.#options;
    const ownChannel = this.#ownChannel;
    if (ownChannel === undefined) return;
    try {
      // After an outage both connections come back, this one perhaps first.
      await redis.ready(heartbeatMs);
      const reply = await redis.run((client) => client.pubsub("NUMSUB", ownChannel));
      if (Number(reply[1]) > 0 && ownChannel === this.#ownChannel) this.#setStatus("subscribed");
    } catch (error) {
      this.#options.onTrouble(toRedisUnavailable(error));
    }
  }

  #renew(connection: Redis): void {
    this.#lost();
    if (!this.#leaving && connection.status !== "reconnecting") connection.disconnect(true);
  }

  #lost(): void {
    this.#ownChannel = undefined;
    this.#setStatus("connecting");
  }

  #hear(channel: Buffer, payload: Buffer | null): void {
    this.#heardCount += 1;
    const name = channel.toString();
    if (!this.#options.channels.includes(name)) return;
    this.#buffer.push({ channel: name, payload: payload ?? Buffer.alloc(0) });
    this.#wake?.();
  }

  async #heard(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, timeoutMs);
    });
    this.#wake = undefined;
    clearTimeout(timer);
  }

  #setStatus(status: SubscriptionStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#options.onStatus(status);
  }
}
