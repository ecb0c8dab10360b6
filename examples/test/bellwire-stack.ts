import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { startSandbox } from "@bellwire/sandbox";
import { freePort, repoRoot, spawnService, startRedis, waitFor } from "@bellwire/testkit";

/** Bellwire as an installation has it, with a key and with webhooks, and the sandbox in Telegram's place. */
export type BellwireStack = Awaited<ReturnType<typeof startBellwire>>;

const READY_MS = 25_000;

/** Web, a bot and Redis as processes; the sandbox lives here, to be looked into. `webhookUrl` is told what happens. */
export async function startBellwire(webhookUrl?: string) {
  const [redis, sandbox] = [await startRedis(), await startSandbox()];
  const [webPort, botPort] = [String(await freePort()), String(await freePort())];
  const [key, secret] = [randomBytes(16).toString("hex"), `whsec_${randomBytes(32).toString("base64")}`];
  const url = `http://127.0.0.1:${webPort}`;
  const web = await spawnService({
    name: "web",
    entry: join(repoRoot, "apps/web/dist/main.js"),
    env: {
      ...{ REDIS_URL: redis.url, PORT: webPort, API_KEYS: key },
      ...(webhookUrl && { WEBHOOK_URL: webhookUrl, WEBHOOK_SECRET: secret }),
    },
  });
  const bot = await spawnService({
    name: "bot",
    entry: join(repoRoot, "apps/bot/dist/main.js"),
    env: {
      REDIS_URL: redis.url,
      BOT_PORT: botPort,
      TELEGRAM_BOT_TOKEN: sandbox.token,
      TELEGRAM_API_ROOT: sandbox.url,
      TELEGRAM_CHAT_INTERVAL_MS: "0",
    },
  });
  await waitFor(() => seesABot(url), { timeoutMs: READY_MS, what: "web to see a bot" }).catch((error) => {
    throw new Error(`${web.output()}\n${bot.output()}`, { cause: error });
  });
  return {
    url,
    key,
    secret,
    sandbox,
    /** Opens the address of a link as the person of `chat`. */
    open(chat: number, address: string): void {
      sandbox.openDeepLink(chat, new URL(address).searchParams.get("start") ?? undefined);
    },
    /** What the bot wrote to `chat`, oldest first. */
    received(chat: number): string[] {
      const { messages } = sandbox.chat(chat);
      return messages.filter(({ from }) => from === "bot").map(({ text }) => text);
    },
    async stop(): Promise<void> {
      await Promise.all([web.stop(), bot.stop()]);
      await sandbox.close();
      await redis.stop();
    },
  };
}

async function seesABot(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) });
  const { checks } = (await answer.json()) as { checks: { name: string; status: string }[] };
  return answer.ok && checks.some(({ name, status }) => name === "bots" && status === "ok");
}
