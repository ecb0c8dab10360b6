import { Recipients, RedisLink, RedisUnavailableError } from "@bellwire/messaging";
import type { RedisProcess } from "@bellwire/testkit";
import { LIMITS_OFF, startBot, startWeb } from "./bellwire.ts";
import { startBenchRedis } from "./redis.ts";
import { startDouble, type Telegram } from "./telegram.ts";

/** Bellwire as it is installed, with so many recipients, each linked to a chat of its own. */
export type People = {
  size: number;
  /** Of web. */
  port: number;
  redis: RedisProcess;
  telegram: Telegram;
  /** Memory of Redis that each of them takes. */
  bytesEach: number;
  stop: () => Promise<void>;
};

const AT_ONCE = 50;
const TRIES = 5;
/** Used at once. There may be 100,000 unexpired links at a time, and there are more to be measured. */
const LINK_LIFETIME_MS = 10_000;

/** Recipients are numbered from 0. */
export function userOf(number: number): string {
  return `user-${String(number).padStart(6, "0")}`;
}

/** Nobody's user id begins like the id of a chat. */
export function chatOfUser(number: number): number {
  return 1_000_000 + number;
}

export async function startPeople(size: number): Promise<People> {
  const redis = await startBenchRedis({ aof: true });
  const before = await usedMemory(redis);
  await linkAll(redis, size);
  const bytesEach = ((await usedMemory(redis)) - before) / size;
  const telegram = await startDouble();
  const bot = await startBot(redis, telegram, LIMITS_OFF);
  const { web, port } = await startWeb(redis);
  const stop = async () => {
    for (const service of [web, bot]) await service.stop();
    await telegram.stop();
    await redis.stop();
  };
  return { size, port, redis, telegram, bytesEach, stop };
}

/** As people do it: a link each, opened in their own chat. */
async function linkAll(redis: RedisProcess, size: number): Promise<void> {
  const link = new RedisLink({ url: redis.url, name: "bench" });
  await link.ready(5000);
  const recipients = new Recipients({ redis: link, prefix: "notification" });
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < size) {
      const number = next;
      next += 1;
      await linkOne(recipients, number);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  link.close();
}

async function linkOne(recipients: Recipients, number: number): Promise<void> {
  const options = { lifetimeMs: LINK_LIFETIME_MS };
  const made = await served(() => recipients.createLink(userOf(number), options));
  if (made.kind !== "created") throw new Error("there are too many links");
  const chat = { id: String(chatOfUser(number)), kind: "private", name: "Somebody", language: "en" } as const;
  const { kind } = await served(() => recipients.redeem(made.token, chat));
  if (kind !== "linked" && kind !== "again") throw new Error(`a link was not taken: ${kind}`);
}

/** Repeats what a busy machine did not serve in time; both calls may be. */
async function served<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof RedisUnavailableError) || tries === TRIES) throw error;
    }
  }
}

async function usedMemory(redis: RedisProcess): Promise<number> {
  return Number((await redis.info("memory")).used_memory);
}
