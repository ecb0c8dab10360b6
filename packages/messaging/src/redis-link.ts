import { Redis, type RedisOptions } from "ioredis";
import { RedisUnavailableError, toRedisUnavailable } from "./redis-errors.ts";
import { type ReplyTexts, runScript, type Script, type ScriptArgument } from "./scripts/script.ts";

export type RedisLinkOptions = {
  /** `redis://` or `rediss://`, with user, password and database. */
  url: string;
  /** Shown by CLIENT LIST. */
  name: string;
  /** A command not answered by then is given up; whether it was executed is unknown. */
  commandTimeoutMs?: number;
  /** Called with each error of the connection, without its arguments. For counting and logging. */
  onTrouble?: (error: RedisUnavailableError) => void;
  /** Called whenever the connection is usable, the first time too. */
  onReady?: () => void;
};

/** Below the 2 s in which an HTTP request must be answered when Redis is away. */
const COMMAND_TIMEOUT_MS = 1500;

/** Wait before reconnect number n: 50 ms doubling to 1 s, plus up to 100 ms so that many clients do not come at once. */
export function reconnectDelayMs(attempt: number, random: () => number = Math.random): number {
  return Math.min(50 * 2 ** (attempt - 1), 1000) + Math.floor(random() * 100);
}

/** Options that every connection of ours has: bounded waits, no queue of commands while away, no silent resend. */
export function connectionOptions(name: string) {
  return {
    connectionName: name,
    connectTimeout: 2000,
    disconnectTimeout: 200,
    retryStrategy: (attempt: number) => reconnectDelayMs(attempt),
    enableOfflineQueue: false,
    // 0 fails what was under way when the connection closes; anything else would send it again, and a PUBLISH or
    // an XADD whose reply was lost would happen twice.
    maxRetriesPerRequest: 0,
  } satisfies RedisOptions;
}

/**
 * One Redis connection for commands. Every command is answered, refused or given up within `commandTimeoutMs`;
 * failures are a RedisUnavailableError. It reconnects for ever by itself, also from a connection that is silent
 * without being closed.
 */
export class RedisLink {
  readonly #redis: Redis;

  constructor({ url, name, commandTimeoutMs = COMMAND_TIMEOUT_MS, onTrouble, onReady }: RedisLinkOptions) {
    this.#redis = new Redis(url, {
      ...connectionOptions(name),
      commandTimeout: commandTimeoutMs,
      // No byte for so long after a command was written: the connection is dead, however open it looks.
      socketTimeout: commandTimeoutMs * 2,
    });
    this.#redis.on("ready", () => onReady?.());
    this.#redis.on("error", (error: unknown) => onTrouble?.(toRedisUnavailable(error)));
  }

  /**
   * Runs `command` on the client. Throws RedisUnavailableError only.
   * A command that timed out may have been executed: only repeat what may be repeated.
   */
  async run<Reply>(command: (redis: Redis) => Promise<Reply>): Promise<Reply> {
    try {
      return await command(this.#redis);
    } catch (error) {
      throw toRedisUnavailable(error);
    }
  }

  /** Runs one of our scripts in one round trip. Throws RedisUnavailableError only. */
  async script<Reply>(
    script: Script<Reply>,
    keys: readonly string[],
    args: readonly ScriptArgument[],
    texts?: ReplyTexts,
  ): Promise<Reply> {
    return await this.run((redis) => runScript(redis, script, keys, args, texts));
  }

  /** Resolves when the connection is usable, or rejects with RedisUnavailableError after `timeoutMs`. */
  async ready(timeoutMs: number): Promise<void> {
    if (this.#redis.status === "ready") return;
    await new Promise<void>((resolve, reject) => {
      const onReady = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#redis.off("ready", onReady);
        reject(new RedisUnavailableError("disconnected", "not connected in time"));
      }, timeoutMs);
      this.#redis.once("ready", onReady);
    });
  }

  /** Ends the connection for good, without waiting for what is under way. May be called twice. */
  close(): void {
    this.#redis.disconnect();
  }
}
