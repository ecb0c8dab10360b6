import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis, type RedisOptions } from "ioredis";
import type { Child } from "./child.ts";
import { freePort } from "./free-port.ts";
import { launchRedis, type RedisConfig } from "./redis-server.ts";

export type StartRedisOptions = {
  /** Append-only file, so that data survives kill() and restart(). Default: no persistence at all. */
  aof?: boolean;
  /** Further lines of redis.conf; they win over ours. */
  config?: RedisConfig;
  /** Data folder; made when missing, and not removed by stop(). Default: a temporary one, which is removed. */
  dir?: string;
  /** Default: a free one. */
  port?: number;
};

/** ioredis types this one option in two ways that a strict compiler cannot join. */
export type ClientOptions = Omit<RedisOptions, "replyMapping">;

export type RedisProcess = {
  readonly url: string;
  readonly port: number;
  readonly dir: string;
  /** Process id of the server now running, or of the last one; changes with restart(). */
  readonly pid: number;
  /** A connected ioredis client that reconnects; closed by stop(). */
  client(options?: ClientOptions): Redis;
  /** SIGKILL; resolves when the process is gone. May be called twice. */
  kill(): Promise<void>;
  /** Ends what still runs (SIGTERM) and starts anew, same port, folder and configuration; resolves at PONG. */
  restart(): Promise<void>;
  /** SIGSTOP: connections stay open, nothing is answered. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
  /** Kills the server, also a paused one, closes all clients, removes a temporary folder. May be called twice. */
  stop(): Promise<void>;
  /** INFO as a map, or one section of it. Rejects when the server does not answer within 5 s. */
  info(section?: string): Promise<Record<string, string>>;
};

const PORT_TRIES = 5;

/**
 * Starts a real Redis (or Valkey) on 127.0.0.1 with a port and folder of its own; resolves when it answers PING.
 * May be called often: every call is another server. None outlives this process. Throws when no server is installed.
 */
export async function startRedis(options: StartRedisOptions = {}): Promise<RedisProcess> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), "bellwire-redis-"));
  mkdirSync(dir, { recursive: true });
  const config = configOf(dir, options);
  try {
    const { port, child } = await launchOnPort(dir, options.port, config);
    return handle({ port, dir, config, child, removeDir: options.dir === undefined });
  } catch (error) {
    if (options.dir === undefined) rmSync(dir, { recursive: true, force: true });
    throw error;
  }
}

function configOf(dir: string, options: StartRedisOptions): RedisConfig {
  return {
    bind: "127.0.0.1",
    daemonize: "no",
    dir: `"${dir}"`,
    save: '""',
    appendonly: options.aof === true ? "yes" : "no",
    ...options.config,
  };
}

/** Between finding a free port and binding it another process may take it; then the next one is tried. */
async function launchOnPort(dir: string, wanted: number | undefined, config: RedisConfig) {
  for (let tried = 1; ; tried++) {
    const port = wanted ?? (await freePort());
    try {
      return { port, child: await launchRedis(dir, port, config) };
    } catch (error) {
      const taken = error instanceof Error && error.message.includes("Address already in use");
      if (!taken || wanted !== undefined || tried >= PORT_TRIES) throw error;
    }
  }
}

type Running = { port: number; dir: string; config: RedisConfig; child: Child; removeDir: boolean };

function handle({ port, dir, config, child: first, removeDir }: Running): RedisProcess {
  let child = first;
  const clients = new Set<Redis>();
  const password = config.requirepass;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.signal(signal);
    child.signal("SIGCONT");
    await child.exited;
  };
  const connectClient = (options: ClientOptions = {}): Redis => {
    const auth = password === undefined ? {} : { password };
    const client = new Redis({ port, host: "127.0.0.1", ...auth, ...options });
    // Without a listener ioredis prints every failed attempt to reconnect; tests cut connections on purpose.
    client.on("error", () => {});
    client.once("end", () => clients.delete(client));
    clients.add(client);
    return client;
  };
  return {
    url: `redis://${password === undefined ? "" : `:${encodeURIComponent(password)}@`}127.0.0.1:${port}`,
    port,
    dir,
    get pid() {
      return child.pid;
    },
    client: connectClient,
    kill: () => end("SIGKILL"),
    async restart() {
      await end("SIGTERM");
      child = await launchRedis(dir, port, config);
    },
    pause: () => void child.signal("SIGSTOP"),
    resume: () => void child.signal("SIGCONT"),
    async stop() {
      for (const client of clients) client.disconnect();
      await end("SIGKILL");
      if (removeDir) rmSync(dir, { recursive: true, force: true });
    },
    info: (section = "default") => readInfo(connectClient, section),
  };
}

async function readInfo(
  connectClient: RedisProcess["client"],
  section: string,
): Promise<Record<string, string>> {
  const client = connectClient({ retryStrategy: () => null, commandTimeout: 5_000 });
  try {
    return parseInfo(String(await client.call("INFO", section)));
  } finally {
    client.disconnect();
  }
}

function parseInfo(text: string): Record<string, string> {
  const info: Record<string, string> = {};
  for (const line of text.split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0 && !line.startsWith("#")) info[line.slice(0, colon)] = line.slice(colon + 1);
  }
  return info;
}
