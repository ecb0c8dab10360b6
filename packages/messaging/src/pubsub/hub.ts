import type { Listening } from "../listening.ts";
import type { RedisUnavailableError } from "../redis-errors.ts";
import type { RedisLink } from "../redis-link.ts";
import { activeChannels, patternCount, subscriberCounts } from "./channel-facts.ts";
import type { Heard } from "./heard.ts";
import { HubConnection } from "./hub-connection.ts";
import { HubCounts } from "./hub-counts.ts";
import type { HubMessage, HubStats, OnMessage, SubscribeAnswer, SubscriberView } from "./hub-model.ts";
import { Listener } from "./listener.ts";
import { Subscriber } from "./subscriber.ts";

export type HubOptions = {
  url: string;
  /** Shown by CLIENT LIST. */
  name: string;
  /** Another connection, to publish and to ask Redis. */
  redis: RedisLink;
  /** Called with each error of the connection, for counting and logging. */
  onTrouble?: (error: RedisUnavailableError) => void;
  /** Subscribers, their states or the hub's changed. Must not throw. */
  onChange?: () => void;
  heartbeatMs?: number;
};

/** Told of what named subscribers receive, as it is kept. */
export type HubWatcher = { onMessage(subscriber: string, message: HubMessage): void };

export type HubTarget = { channel: string } | { pattern: string };

const SUBSCRIBERS_MAX = 1000;
const TARGETS_MAX = 100;

/**
 * Any number of listeners over one Redis connection: it subscribes to what somebody wants, once, and hands each
 * message on to all who want it. A message that one of them wants by its channel and by a pattern reaches it twice, as
 * Redis has it. What is published while the connection is away is missed: `generation` and `onMissed` tell.
 */
export class Hub {
  readonly #redis: RedisLink;
  readonly #onChange: () => void;
  readonly #connection: HubConnection;
  readonly #counts = new HubCounts();
  readonly #subscribers = new Map<string, Subscriber>();
  readonly #watchers = new Set<HubWatcher>();
  readonly #listeners = new Set<Listener>();
  #stopped = false;

  constructor({ redis, onChange = () => {}, ...connection }: HubOptions) {
    this.#redis = redis;
    this.#onChange = onChange;
    this.#connection = new HubConnection({
      ...connection,
      onHeard: (channel, listeners) => this.#counts.received(channel, listeners),
      onStatus: onChange,
    });
  }

  /** Connects, and goes on trying until `shutdown`. */
  start(): void {
    this.#connection.start();
  }

  /** Drops every subscriber and listener and ends the connection. May be called twice. */
  async shutdown(): Promise<void> {
    this.#stopped = true;
    this.#connection.stop();
    for (const subscriber of this.#subscribers.values()) subscriber.close();
    this.#subscribers.clear();
    for (const listener of this.#listeners) listener.close();
  }

  /** Grows whenever everything was subscribed anew: between two figures something may have been missed. */
  get generation(): number {
    return this.#connection.generation;
  }

  /** Short for `subscribeTo` with channels alone. */
  subscribe(name: string, channels: readonly string[], onMessage?: OnMessage): SubscribeAnswer {
    return this.subscribeTo(name, { channels }, onMessage);
  }

  /** Short for `subscribeTo` with patterns alone. */
  psubscribe(name: string, patterns: readonly string[], onMessage?: OnMessage): SubscribeAnswer {
    return this.subscribeTo(name, { patterns }, onMessage);
  }

  /**
   * Adds a named subscriber at once; Redis is asked next, and the subscriber's state tells when it has confirmed.
   * `onMessage` is given whole payloads. Throws RangeError unless there are 1 to 100 targets.
   */
  subscribeTo(
    name: string,
    targets: { channels?: readonly string[]; patterns?: readonly string[] },
    onMessage?: OnMessage,
  ): SubscribeAnswer {
    const channels = [...new Set(targets.channels)];
    const patterns = [...new Set(targets.patterns)];
    const count = channels.length + patterns.length;
    if (count < 1 || count > TARGETS_MAX) throw new RangeError(`1 to ${TARGETS_MAX} targets, not ${count}`);
    if (this.#subscribers.has(name)) return { kind: "name_taken" };
    if (this.#subscribers.size >= SUBSCRIBERS_MAX) return { kind: "full" };
    const subscriber = new Subscriber({
      name,
      channels,
      patterns,
      onMessage,
      onKept: (subscriberName, message) => this.#tellWatchers(subscriberName, message),
      onState: this.#onChange,
    });
    this.#subscribers.set(name, subscriber);
    for (const channel of channels) this.#connection.add("channel", channel, subscriber);
    for (const pattern of patterns) this.#connection.add("pattern", pattern, subscriber);
    this.#onChange();
    return { kind: "added", subscriber: subscriber.view() };
  }

  /** Drops a named subscriber; nothing reaches it any more. `false` where there is none. */
  unsubscribe(name: string): boolean {
    const subscriber = this.#subscribers.get(name);
    if (subscriber === undefined) return false;
    subscriber.close();
    this.#subscribers.delete(name);
    for (const channel of subscriber.channels) this.#connection.remove("channel", channel, subscriber);
    for (const pattern of subscriber.patterns) this.#connection.remove("pattern", pattern, subscriber);
    this.#onChange();
    return true;
  }

  /** The named subscribers, in the order in which they came. */
  subscriptions(): SubscriberView[] {
    return [...this.#subscribers.values()].map((subscriber) => subscriber.view());
  }

  /** The last messages of a subscriber, newest last, at most 50 and `limit`; undefined where there is no such one. */
  messages(name: string, limit = 50): HubMessage[] | undefined {
    return this.#subscribers.get(name)?.messages(limit);
  }

  /** Tells `watcher` of everything that every named subscriber receives, as it is kept. Must not throw. */
  watch(watcher: HubWatcher): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  /**
   * Listens without a name, in no list. `onMissed` is called when Redis has confirmed the target again after the
   * connection was lost: what was published meanwhile was missed. Neither may throw.
   */
  listen(target: HubTarget, onMessage: (heard: Heard) => void, onMissed?: () => void): Listening {
    const [kind, name] =
      "channel" in target ? (["channel", target.channel] as const) : (["pattern", target.pattern] as const);
    const listener = new Listener({
      onMessage,
      onMissed,
      onClose: () => {
        this.#listeners.delete(listener);
        this.#connection.remove(kind, name, listener);
      },
    });
    if (this.#stopped) {
      listener.close();
    } else {
      this.#listeners.add(listener);
      this.#connection.add(kind, name, listener);
    }
    return listener;
  }

  /** Publishes; resolves with how many receivers Redis handed it to. Throws RedisUnavailableError. */
  async publish(channel: string, payload: string | Buffer): Promise<number> {
    const receivers = await this.#redis.run((client) => client.publish(channel, payload));
    this.#counts.published(channel, receivers);
    return receivers;
  }

  /** Counts a PUBLISH that one of our scripts did. */
  countPublished(channel: string, receivers: number): void {
    this.#counts.published(channel, receivers);
  }

  /** Channels with a subscriber by name, on this Redis in all. Throws RedisUnavailableError. */
  async activeChannels(pattern = "*", most = 1000): Promise<string[]> {
    return await activeChannels(this.#redis, pattern, most);
  }

  /** Throws RedisUnavailableError. */
  async subscriberCounts(channels: readonly string[]): Promise<Map<string, number>> {
    return await subscriberCounts(this.#redis, channels);
  }

  /** Throws RedisUnavailableError. */
  async patternCount(): Promise<number> {
    return await patternCount(this.#redis);
  }

  stats(): HubStats {
    return {
      ...this.#counts.totals(),
      subscribers: this.#subscribers.size,
      channels: this.#counts.channels(),
      status: this.#connection.status,
    };
  }

  /** The four counts begin at nothing again; those of the subscribers stay. */
  resetCounts(): void {
    this.#counts.reset();
  }

  #tellWatchers(name: string, message: HubMessage): void {
    for (const watcher of this.#watchers) watcher.onMessage(name, message);
  }
}
