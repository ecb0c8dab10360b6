import { Redis } from "ioredis";
import { type RedisUnavailableError, toRedisUnavailable } from "../redis-errors.ts";
import { connectionOptions } from "../redis-link.ts";
import { toHeard } from "./heard.ts";
import type { HubStatus } from "./hub-model.ts";
import type { Receiver, TargetKind, TargetRequest } from "./target-table.ts";
import { TargetTable } from "./target-table.ts";

export type HubConnectionOptions = {
  url: string;
  /** Shown by CLIENT LIST. */
  name: string;
  /** Called with each error of the connection, for counting and logging. */
  onTrouble?: (error: RedisUnavailableError) => void;
  /** Told of each message that came in, and to how many it was handed on. */
  onHeard: (channel: string, receivers: number) => void;
  onStatus: () => void;
  heartbeatMs?: number;
};

/** As for the subscription of a bot: a silent connection is replaced some 4 s after it died. */
const HEARTBEAT_MS = 2000;

/**
 * One connection that hears every channel and pattern that somebody wants, and no other. It heals itself: when it
 * closes, is refused or falls silent without closing, it is replaced and all is subscribed anew.
 */
export class HubConnection {
  readonly #options: HubConnectionOptions & { heartbeatMs: number };
  readonly #table = new TargetTable();
  #connection: Redis | undefined;
  #status: HubStatus = "connecting";
  /** Grows when a connection comes and when it goes: what was asked before is void. */
  #epoch = 0;
  #generation = 0;
  #asking = false;
  #beating = false;
  /** How many messages came in; while some do, the connection is alive, however late an answer. */
  #heardCount = 0;
  #heartbeat: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: HubConnectionOptions) {
    this.#options = { heartbeatMs: HEARTBEAT_MS, ...options };
  }

  get status(): HubStatus {
    return this.#status;
  }

  /** How often everything was subscribed, the first time included. */
  get generation(): number {
    return this.#generation;
  }

  /** Connects, and goes on trying until `stop`. */
  start(): void {
    const { url, name, heartbeatMs, onTrouble } = this.#options;
    const connection = new Redis(url, {
      ...connectionOptions(name),
      // We subscribe ourselves: the client's own way is not awaited, so that a refusal would go unnoticed.
      autoResubscribe: false,
      commandTimeout: heartbeatMs,
      socketTimeout: heartbeatMs * 2,
    });
    connection.on("ready", () => void this.#beat(connection));
    connection.on("close", () => this.#lost());
    connection.on("error", (error: unknown) => onTrouble?.(toRedisUnavailable(error)));
    connection.on("messageBuffer", (channel: Buffer, payload: Buffer | null) =>
      this.#hear(channel.toString(), undefined, payload),
    );
    connection.on("pmessageBuffer", (pattern: string, channel: Buffer, payload: Buffer | null) =>
      this.#hear(channel.toString(), pattern, payload),
    );
    this.#connection = connection;
    this.#heartbeat = setInterval(() => void this.#beat(connection), heartbeatMs);
  }

  /** Ends the connection. Nobody is told anything more. May be called twice. */
  stop(): void {
    this.#stopped = true;
    clearInterval(this.#heartbeat);
    this.#connection?.disconnect();
  }

  add(kind: TargetKind, name: string, receiver: Receiver): void {
    this.#table.add(kind, name, receiver);
    this.#askSoon();
  }

  remove(kind: TargetKind, name: string, receiver: Receiver): void {
    this.#table.remove(kind, name, receiver);
    this.#askSoon();
  }

  #hear(channel: string, pattern: string | undefined, payload: Buffer | null): void {
    if (this.#stopped) return;
    this.#heardCount += 1;
    const receivers =
      pattern === undefined
        ? this.#table.receivers("channel", channel)
        : this.#table.receivers("pattern", pattern);
    this.#options.onHeard(channel, receivers.length);
    if (receivers.length === 0) return;
    const heard = toHeard(channel, pattern, payload);
    for (const receiver of receivers) receiver.receive(heard);
  }

  /** Proves that Redis still answers on this connection, and asks again for what it refused. */
  async #beat(connection: Redis): Promise<void> {
    if (connection.status !== "ready" || this.#beating || this.#stopped) return;
    this.#beating = true;
    const [epoch, heardBefore] = [this.#epoch, this.#heardCount];
    try {
      await ping(connection);
      this.#table.retry();
      const asked = await this.#askAll(connection);
      if (asked && epoch === this.#epoch) this.#becomeReady();
    } catch (error) {
      this.#endIfDead(connection, error, heardBefore);
    } finally {
      this.#beating = false;
    }
  }

  /** What is wanted and given up in one turn of the event loop goes out together, or not at all. */
  #askSoon(): void {
    if (this.#asking) return;
    queueMicrotask(() => {
      const connection = this.#connection;
      if (connection?.status !== "ready" || this.#status !== "ready") return;
      const heardBefore = this.#heardCount;
      this.#askAll(connection).catch((error: unknown) => this.#endIfDead(connection, error, heardBefore));
    });
  }

  /** Asks until all is as wanted; `false` where that goes on already, or the connection was lost. */
  async #askAll(connection: Redis): Promise<boolean> {
    if (this.#asking) return false;
    this.#asking = true;
    const epoch = this.#epoch;
    try {
      while (epoch === this.#epoch && !this.#stopped) {
        const request = this.#table.nextRequest();
        if (request === undefined) return true;
        const refused = await this.#ask(connection, request);
        if (refused !== undefined) this.#options.onTrouble?.(refused);
      }
      return false;
    } finally {
      this.#asking = false;
    }
  }

  /**
   * Answers with the refusal, if any. Redis refuses a whole command for one name that an ACL forbids: halves find that
   * one. Throws where there was no answer.
   */
  async #ask(connection: Redis, request: TargetRequest): Promise<RedisUnavailableError | undefined> {
    const epoch = this.#epoch;
    const failure = await send(connection, request);
    if (epoch !== this.#epoch) return undefined;
    if (failure === undefined) {
      this.#table.settle(request);
      return undefined;
    }
    const middle = Math.ceil(request.targets.length / 2);
    if (failure.trouble !== "no_permission" || middle === request.targets.length) {
      this.#table.fail(request);
      if (isUnanswered(failure)) throw failure;
      return failure;
    }
    const first = await this.#ask(connection, { ...request, targets: request.targets.slice(0, middle) });
    if (epoch !== this.#epoch) return undefined;
    return (await this.#ask(connection, { ...request, targets: request.targets.slice(middle) })) ?? first;
  }

  #endIfDead(connection: Redis, error: unknown, heardBefore: number): void {
    if (this.#stopped) return;
    const trouble = toRedisUnavailable(error);
    this.#options.onTrouble?.(trouble);
    if (trouble.trouble !== "timeout" || this.#heardCount !== heardBefore) return;
    this.#lost();
    if (connection.status !== "reconnecting") connection.disconnect(true);
  }

  #becomeReady(): void {
    if (this.#status === "ready") return;
    this.#status = "ready";
    this.#generation += 1;
    this.#options.onStatus();
    // What was wanted since the last question.
    this.#askSoon();
  }

  #lost(): void {
    this.#epoch += 1;
    this.#table.lose();
    const wasReady = this.#status === "ready";
    this.#status = "connecting";
    for (const receiver of new Set(this.#table.everyone())) receiver.lost();
    if (wasReady) this.#options.onStatus();
  }
}

/** A refusal is an answer too: Redis refuses even PING while it cannot write to its disk, but not SUBSCRIBE. */
async function ping(connection: Redis): Promise<void> {
  try {
    await connection.ping();
  } catch (error) {
    if (isUnanswered(toRedisUnavailable(error))) throw error;
  }
}

/** Resolves with what went wrong, if anything. */
async function send(
  connection: Redis,
  { verb, kind, targets }: TargetRequest,
): Promise<RedisUnavailableError | undefined> {
  const names = targets.map(({ name }) => name);
  try {
    if (kind === "channel") await connection[verb](...names);
    else await connection[verb === "subscribe" ? "psubscribe" : "punsubscribe"](...names);
    return undefined;
  } catch (error) {
    return toRedisUnavailable(error);
  }
}

function isUnanswered({ trouble }: RedisUnavailableError): boolean {
  return trouble === "timeout" || trouble === "disconnected";
}
