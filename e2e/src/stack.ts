import { join } from "node:path";
import { type Sandbox, type SandboxOptions, startSandbox } from "@bellwire/sandbox";
import {
  freePort,
  type RedisProcess,
  repoRoot,
  type ServiceProcess,
  spawnService,
  startRedis,
  waitFor,
} from "@bellwire/testkit";

export type StackOptions = {
  sandbox?: SandboxOptions;
  redis?: Parameters<typeof startRedis>[0];
  /** How many bots; the first is `bots[0]`. */
  bots?: number;
  /** Added to the environment of web and of every bot. */
  env?: Record<string, string>;
  /** What the bots connect to instead of Redis itself, such as a proxy in front of it. */
  botRedisUrl?: (redis: RedisProcess) => string | Promise<string>;
};

export type Answer = { status: number; body: Record<string, unknown> };

/** Web, bots, Redis and a sandbox: real processes but for the sandbox, which lives in the test to be looked into. */
export type Stack = {
  redis: RedisProcess;
  sandbox: Sandbox;
  webUrl: string;
  web: ServiceProcess;
  bots: ServiceProcess[];
  /** Starts web again after it ended, on the same port. */
  startWeb: () => Promise<void>;
  /** Starts another bot, or the one at `index` again on its port. */
  startBot: (index?: number) => Promise<void>;
  /** Resolves when web and every bot that runs say that they are ready and web sees a bot. */
  ready: () => Promise<void>;
  publish: (userId: number, message: string) => Promise<Answer>;
  /** What bot `index` says of itself. */
  botHealth: (index: number) => Promise<Ready>;
  /** Texts that the bot sent to a chat, oldest first. */
  received: (chatId: number) => string[];
  /** Ends everything. */
  stop: () => Promise<void>;
};

const READY_MS = 15_000;

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const redis = await startRedis(options.redis);
  const sandbox = await startSandbox(options.sandbox);
  const webPort = await freePort();
  const webUrl = `http://127.0.0.1:${webPort}`;
  const botRedisUrl = (await options.botRedisUrl?.(redis)) ?? redis.url;
  const botPorts: number[] = [];
  const stack = { redis, sandbox, webUrl, bots: [] as ServiceProcess[] } as Stack;
  stack.startWeb = async () => {
    const env = { REDIS_URL: redis.url, PORT: String(webPort), SANDBOX_URL: sandbox.url, ...options.env };
    stack.web = await spawnService({ name: "web", entry: join(repoRoot, "apps/web/dist/main.js"), env });
  };
  stack.startBot = async (index = stack.bots.length) => {
    botPorts[index] ??= await freePort();
    const env = {
      REDIS_URL: botRedisUrl,
      BOT_PORT: String(botPorts[index]),
      TELEGRAM_BOT_TOKEN: sandbox.token,
      TELEGRAM_API_ROOT: sandbox.url,
      ...options.env,
    };
    stack.bots[index] = await spawnService({
      name: `bot ${index}`,
      entry: join(repoRoot, "apps/bot/dist/main.js"),
      env,
    });
  };
  stack.botHealth = async (index) => await readHealth(`http://127.0.0.1:${botPorts[index]}/readyz`);
  stack.ready = async () => {
    await waitFor(() => isReady(`${webUrl}/readyz`, seesABot), {
      timeoutMs: READY_MS,
      what: `web to be ready\n${stack.web.output()}`,
    });
    for (const [index, bot] of stack.bots.entries()) {
      const ended = await Promise.race([bot.exited.then(() => true), Promise.resolve(false)]);
      const url = `http://127.0.0.1:${botPorts[index]}/readyz`;
      if (!ended)
        await waitFor(() => isReady(url), {
          timeoutMs: READY_MS,
          what: `bot ${index} to be ready\n${bot.output()}`,
        });
    }
  };
  stack.publish = (userId, message) => postJson(`${webUrl}/notifications`, { user_id: userId, message });
  stack.received = (chatId) =>
    sandbox
      .chat(chatId)
      .messages.filter(({ from }) => from === "bot")
      .map(({ text }) => text);
  stack.stop = async () => {
    await Promise.all([stack.web, ...stack.bots].map((service) => service.stop()));
    await sandbox.close();
    await redis.stop();
  };
  await stack.startWeb();
  for (let index = 0; index < (options.bots ?? 1); index += 1) await stack.startBot();
  await stack.ready();
  return stack;
}

export type Ready = { status: string; checks: { name: string; status: string; words: string }[] };

function seesABot(report: Ready): boolean {
  return report.checks.some(({ name, status }) => name === "bots" && status === "ok");
}

async function readHealth(url: string): Promise<Ready> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
  return (await response.json()) as Ready;
}

async function isReady(url: string, also: (report: Ready) => boolean = () => true): Promise<boolean> {
  const report = await readHealth(url);
  return report.status === "ready" && also(report);
}

/** Posts `body` as JSON; a string is sent as it is. */
export async function postJson(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
