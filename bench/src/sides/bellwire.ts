import { join } from "node:path";
import {
  freePort,
  type RedisProcess,
  repoRoot,
  type ServiceProcess,
  spawnService,
  waitFor,
} from "@bellwire/testkit";
import { payload } from "../message.ts";
import type { HttpPlan } from "./http-stack.ts";
import { countedRedis, startBenchRedis } from "./redis.ts";
import { startDouble, type Telegram } from "./telegram.ts";

/** Telegram's own limits are far below what is measured here: with them on, every row would say 28/s. */
export const LIMITS_OFF = {
  TELEGRAM_GLOBAL_PER_SECOND: "0",
  TELEGRAM_CHAT_INTERVAL_MS: "0",
  TELEGRAM_GROUP_PER_MINUTE: "0",
};

const READY_MS = 20_000;

export type BellwireOptions = {
  name: string;
  /** What the bot sends to; default: the double. */
  telegram?: () => Promise<Telegram>;
  /** The door; default: the channel. */
  via?: string;
  /** Sends in flight; default: the bot's own. */
  concurrency?: number;
};

/** Web and one bot as they are installed, records and events on, limits off. */
export function bellwireBridge({
  name,
  telegram: startTelegram = startDouble,
  via,
  concurrency,
}: BellwireOptions): HttpPlan {
  const sends = concurrency === undefined ? {} : { SEND_CONCURRENCY: String(concurrency) };
  return {
    name,
    ...(via !== undefined && { body: (number, chats) => withVia(payload(number, chats), via) }),
    async start() {
      const redis = await startBenchRedis({ aof: true });
      const telegram = await startTelegram();
      const bot = await startBot(redis, telegram, { ...LIMITS_OFF, ...sends });
      const { web, port } = await startWeb(redis);
      const stop = async () => {
        for (const service of [web, bot]) await service.stop();
        await telegram.stop();
        await redis.stop();
      };
      const counted = [web, bot].map((service) => ({ name: service.name, cpuMs: () => service.cpuMs() }));
      return { port, counted: [...counted, countedRedis(redis)], telegram, stop };
    },
  };
}

function withVia(json: string, via: string): string {
  return `${json.slice(0, -1)},"via":"${via}"}`;
}

/** Web as it is installed; resolves when it is ready. */
export async function startWeb(redis: RedisProcess): Promise<{ web: ServiceProcess; port: number }> {
  const port = await freePort();
  const web = await spawnService({
    name: "web",
    entry: join(repoRoot, "apps/web/dist/main.js"),
    env: { NODE_ENV: "production", REDIS_URL: redis.url, LOG_LEVEL: "warn", PORT: String(port) },
  });
  await ready(web, port);
  return { web, port };
}

/** The bot as it is installed; resolves when it is ready. */
export async function startBot(
  redis: RedisProcess,
  telegram: Telegram,
  env: Record<string, string>,
): Promise<ServiceProcess> {
  const port = await freePort();
  const bot = await spawnService({
    name: "bot",
    entry: join(repoRoot, "apps/bot/dist/main.js"),
    env: { ...botEnvironment(redis, telegram, port), ...env },
  });
  await ready(bot, port);
  return bot;
}

export function botEnvironment(
  redis: RedisProcess,
  telegram: Telegram,
  port: number,
): Record<string, string> {
  return {
    NODE_ENV: "production",
    REDIS_URL: redis.url,
    LOG_LEVEL: "warn",
    BOT_PORT: String(port),
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url,
  };
}

/** Resolves when the service says so; one that ended shows its last words. */
export async function ready(service: ServiceProcess, port: number): Promise<void> {
  let ended = false;
  void service.exited.then(() => {
    ended = true;
  });
  await waitFor(async () => ended || (await fetch(`http://127.0.0.1:${port}/readyz`)).ok, {
    timeoutMs: READY_MS,
    what: `readiness of ${service.name}`,
  });
  if (ended) throw new Error(`${service.name} ended:\n${service.output()}`);
}
