import { Chats, DeliveryDesk, DeliveryIntake, RedisLink, redisKeys } from "@bellwire/messaging";
import { type Sandbox, startSandbox } from "@bellwire/sandbox";
import { encodeNotification, fingerprintOf, type Notification } from "@bellwire/schema";
import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { readBotConfig } from "../src/config.ts";
import { layFoundation } from "../src/foundation.ts";
import { buildSending } from "../src/sending.ts";
import type { Send } from "../src/worker/part-sender.ts";
import { recordingLogger } from "./recording.ts";

/** No limits of Telegram, so that tests take no longer than they must. */
const NO_LIMITS = {
  TELEGRAM_GLOBAL_PER_SECOND: "0",
  TELEGRAM_CHAT_INTERVAL_MS: "0",
  TELEGRAM_GROUP_PER_MINUTE: "0",
};

type StandOptions = { env?: Record<string, string>; send?: Send; redisUrl?: string };

/** The sending side of a bot over a real Redis and a sandbox; nothing runs before `start`. */
function sendingStand(
  redis: RedisProcess,
  sandbox: Sandbox,
  { env = {}, send, redisUrl = redis.url }: StandOptions = {},
) {
  const config = readBotConfig({
    REDIS_URL: redisUrl,
    TELEGRAM_BOT_TOKEN: sandbox.token,
    TELEGRAM_API_ROOT: sandbox.url,
    ...NO_LIMITS,
    ...env,
  });
  const { logger, lines } = recordingLogger();
  const foundation = layFoundation(config, logger);
  const { telegram, metrics, health } = foundation;
  const sending = buildSending(foundation, send ?? ((message, abort) => telegram.send(message, abort)));
  const parts = [sending.watch, sending.renewer, sending.sender, sending.recoverer];
  let stopped: Promise<void> | undefined;
  return {
    ...sending,
    lines,
    redis: foundation.redis,
    start: async (): Promise<void> => {
      await foundation.redis.ready(5000);
      for (const part of parts) part.start();
    },
    /** May be called twice. */
    stop: (): Promise<void> => {
      stopped ??= (async () => {
        for (const part of [...parts].reverse()) await part.stop();
        foundation.redis.close();
      })();
      return stopped;
    },
    metric: async (line: string): Promise<number> => {
      const found = (await metrics.registry.text())
        .split("\n")
        .find((each) => each.startsWith(`bellwire_${line}`));
      return Number(found?.split(" ").at(-1) ?? 0);
    },
    telegramCheck: () => health.report().checks.find(({ name }) => name === "telegram"),
  };
}

/** Puts notifications into the delivery queue, as the holder of the intake lease does. */
async function admitting(redis: RedisProcess) {
  const link = new RedisLink({ url: redis.url, name: "admitting" });
  await link.ready(5000);
  await redis.client().set(redisKeys("notification").intakeLease, "admitting");
  const retention = { maxAgeMs: 3_600_000, maxRecords: 100_000 };
  const options = {
    redis: link,
    prefix: "notification",
    owner: "admitting",
    maxWaiting: 1_000_000,
    retention,
  };
  const intake = new DeliveryIntake(options);
  let made = 0;
  const admit = async (...notifications: Notification[]): Promise<string[]> => {
    const items = notifications.map((notification) => {
      made += 1;
      const draft = {
        id: notification.id ?? `n${made}`,
        lane: String(notification.user_id),
        body: encodeNotification(notification),
        fingerprint: fingerprintOf(notification),
        priority: notification.priority ?? "normal",
        holdUnknown: notification.on_unknown === "hold",
      } as const;
      return { copy: undefined, draft, generated: true };
    });
    await intake.admit("channel", items);
    return items.map(({ draft }) => draft.id);
  };
  const desk = new DeliveryDesk({ redis: link, prefix: "notification" });
  const record = async (id: string) => {
    const found = await desk.read(id);
    if (found === undefined) throw new Error(`there is no record of ${id}`);
    return found;
  };
  const reached = (id: string, wanted: string, timeoutMs = 10_000) =>
    waitFor(async () => (await record(id)).state === wanted, { timeoutMs, what: `${id} to be ${wanted}` });
  const chats = new Chats({ redis: link, prefix: "notification" });
  return { admit, record, reached, chats, close: () => link.close() };
}

/** A Redis and a sandbox for the tests of a file, emptied after each, and what tests of sending need. */
export function useSending() {
  let redis: RedisProcess;
  let sandbox: Sandbox;
  let queue: Awaited<ReturnType<typeof admitting>>;
  const stops: (() => Promise<void> | void)[] = [];
  beforeAll(async () => {
    redis = await startRedis();
    sandbox = await startSandbox();
  });
  beforeEach(async () => {
    queue = await admitting(redis);
  });
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
    queue.close();
    sandbox.reset();
    await redis.client().flushall();
  });
  afterAll(async () => {
    await sandbox.close();
    await redis.stop();
  });
  const messages = (chatId: number) => sandbox.chat(chatId).messages.filter(({ from }) => from === "bot");
  return {
    redis: () => redis,
    sandbox: () => sandbox,
    queue: () => queue,
    afterwards: (stop: () => Promise<void> | void) => void stops.push(stop),
    started: async (options?: StandOptions) => {
      const stand = sendingStand(redis, sandbox, options);
      stops.push(stand.stop);
      await stand.start();
      await waitFor(() => stand.watch.isUsable);
      return stand;
    },
    messages,
    texts: (chatId: number) => messages(chatId).map(({ text }) => text),
    numbered: (chatId: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({ user_id: chatId, message: String(index) })),
  };
}
