import { join } from "node:path";
import {
  freePort,
  type RedisProcess,
  repoRoot,
  type ServiceProcess,
  spawnService,
  startRedis,
  waitFor,
} from "@bellwire/testkit";

/** Everything in a process of its own, as it runs for real. */
export type BenchStack = {
  redis: RedisProcess;
  sandbox: ServiceProcess;
  bot: ServiceProcess;
  web: ServiceProcess;
  webUrl: string;
  /** How many sendMessage calls the sandbox accepted so far. */
  sent: () => Promise<number>;
  stop: () => Promise<void>;
};

/** The shape of a token; the sandbox takes any. */
const TOKEN = `123456:${"a".repeat(35)}`;

export async function startBenchStack(): Promise<BenchStack> {
  const redis = await startRedis({ aof: true });
  const [sandboxPort, botPort, webPort] = [await freePort(), await freePort(), await freePort()];
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const webUrl = `http://127.0.0.1:${webPort}`;
  const entry = (path: string) => join(repoRoot, path, "dist/main.js");
  const env = { REDIS_URL: redis.url, LOG_LEVEL: "warn" };
  const args = ["--port", String(sandboxPort)];
  const sandbox = await spawnService({ name: "sandbox", entry: entry("packages/sandbox"), args, env: {} });
  const botEnv = {
    ...env,
    BOT_PORT: String(botPort),
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: sandboxUrl,
  };
  const bot = await spawnService({ name: "bot", entry: entry("apps/bot"), env: botEnv });
  const web = await spawnService({
    name: "web",
    entry: entry("apps/web"),
    env: { ...env, PORT: String(webPort) },
  });
  for (const url of [`http://127.0.0.1:${botPort}/readyz`, `${webUrl}/readyz`]) {
    await waitFor(async () => (await fetch(url)).ok, { timeoutMs: 15_000, what: url });
  }
  const sent = async () =>
    ((await (await fetch(`${sandboxUrl}/sandbox/stats`)).json()) as { sent: number }).sent;
  const stop = async () => {
    for (const service of [web, bot, sandbox]) await service.stop();
    await redis.stop();
  };
  return { redis, sandbox, bot, web, webUrl, sent, stop };
}

/** Publishes `count` notifications to `chats` chats as fast as Redis takes them. */
export async function publishBurst({ redis }: BenchStack, count: number, chats: number): Promise<void> {
  const client = redis.client({ enableAutoPipelining: true });
  const publishes = Array.from({ length: count }, (_, index) =>
    client.publish(
      "notification",
      JSON.stringify({ user_id: 1 + (index % chats), message: `Message number ${index}` }),
    ),
  );
  await Promise.all(publishes);
  client.disconnect();
}
