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

/** Something that gives the address of Redis, or of what stands in front of it. */
type RedisUrl = (redis: RedisProcess) => string | Promise<string>;

export type StackOptions = {
  sandbox?: SandboxOptions;
  redis?: Parameters<typeof startRedis>[0];
  /** How many bots; the first is `bots[0]`. */
  bots?: number;
  /** Added to the environment of web and of every bot. */
  env?: Record<string, string>;
  /** What the bots connect to instead of Redis itself, such as a proxy in front of it. */
  botRedisUrl?: RedisUrl;
  /** The same for web. */
  webRedisUrl?: RedisUrl;
};

export type Answer = { status: number; body: Record<string, unknown> };

/** Web, bots, Redis and a sandbox: real processes but for the sandbox, which lives in the test to be looked into. */
export type Stack = {
  redis: RedisProcess;
  sandbox: Sandbox;
  webUrl: string;
  web: ServiceProcess;
  bots: ServiceProcess[];
  /** Every process of web and the bots that was ever started, also those that have ended. */
  services: ServiceProcess[];
  /** Starts web again after it ended, on the same port. */
  startWeb: () => Promise<void>;
  /** Starts another bot, or the one at `index` again on its port. */
  startBot: (index?: number) => Promise<void>;
  /** Resolves when web and every bot that runs say that they are ready and web sees a bot. */
  ready: (timeoutMs?: number) => Promise<void>;
  publish: (userId: number, message: string) => Promise<Answer>;
  /** What bot `index` says of itself. */
  botHealth: (index: number) => Promise<Ready>;
  /** Waits until one bot says that it takes in, and answers its index. */
  holder: () => Promise<number>;
  hasEnded: (service: ServiceProcess) => boolean;
  /** Texts that the bot sent to a chat, oldest first. */
  received: (chatId: number) => string[];
  /** Ends everything. */
  stop: () => Promise<void>;
};

const READY_MS = 15_000;

/**
 * The default limits send 28 messages a second and one a second to a chat. What is not about limits runs without them;
 * the sandbox does not mind.
 */
const WITHOUT_LIMITS = {
  TELEGRAM_GLOBAL_PER_SECOND: "0",
  TELEGRAM_CHAT_INTERVAL_MS: "0",
  TELEGRAM_GROUP_PER_MINUTE: "0",
};

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const redis = await startRedis(options.redis);
  const sandbox = await startSandbox(options.sandbox);
  const webPort = await freePort();
  const webUrl = `http://127.0.0.1:${webPort}`;
  const webRedisUrl = (await options.webRedisUrl?.(redis)) ?? redis.url;
  const botRedisUrl = (await options.botRedisUrl?.(redis)) ?? redis.url;
  const botPorts: number[] = [];
  const ended = new WeakSet<ServiceProcess>();
  const none: ServiceProcess[] = [];
  const stack = { redis, sandbox, webUrl, bots: [...none], services: [...none] } as Stack;
  const spawn = async (name: string, entry: string, env: Record<string, string>) => {
    const service = await spawnService({ name, entry: join(repoRoot, entry), env });
    stack.services.push(service);
    void service.exited.then(() => ended.add(service));
    return service;
  };
  stack.startWeb = async () => {
    const env = { REDIS_URL: webRedisUrl, PORT: String(webPort), SANDBOX_URL: sandbox.url, ...options.env };
    stack.web = await spawn("web", "apps/web/dist/main.js", env);
  };
  stack.startBot = async (index = stack.bots.length) => {
    botPorts[index] ??= await freePort();
    const env = {
      ...WITHOUT_LIMITS,
      REDIS_URL: botRedisUrl,
      BOT_PORT: String(botPorts[index]),
      TELEGRAM_BOT_TOKEN: sandbox.token,
      TELEGRAM_API_ROOT: sandbox.url,
      ...options.env,
    };
    stack.bots[index] = await spawn(`bot ${index}`, "apps/bot/dist/main.js", env);
  };
  stack.botHealth = async (index) => await readHealth(`http://127.0.0.1:${botPorts[index]}/readyz`);
  stack.holder = () => waitFor(() => holderOf(stack), { what: "a bot that takes in" }).then(Number);
  stack.hasEnded = (service) => ended.has(service);
  stack.ready = (timeoutMs = READY_MS) => waitUntilReady(stack, timeoutMs);
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

async function waitUntilReady(stack: Stack, timeoutMs: number): Promise<void> {
  await waitFor(() => isReady(`${stack.webUrl}/readyz`, seesABot), {
    timeoutMs,
    what: `web to be ready\n${stack.web.output()}`,
  });
  for (const [index, bot] of stack.bots.entries()) {
    if (stack.hasEnded(bot)) continue;
    await waitFor(async () => (await stack.botHealth(index)).status === "ready", {
      timeoutMs,
      what: `bot ${index} to be ready\n${bot.output()}`,
    });
  }
}

/** As text, so that the first bot's index does not count as "none". */
async function holderOf(stack: Stack): Promise<string | undefined> {
  for (const index of stack.bots.keys()) {
    const health = await stack.botHealth(index).catch(() => undefined);
    if (health?.checks.some(({ words }) => words.includes("This bot takes in"))) return String(index);
  }
  return undefined;
}

function seesABot(report: Ready): boolean {
  return report.checks.some(({ name, status }) => name === "bots" && status === "ok");
}

async function readHealth(url: string): Promise<Ready> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
  return (await response.json()) as Ready;
}

async function isReady(url: string, also: (report: Ready) => boolean): Promise<boolean> {
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
