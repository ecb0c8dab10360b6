import { type RedisProcess, waitFor } from "@bellwire/testkit";
import type { HttpPlan } from "./http-stack.ts";
import { answers, type Peer, startPeer } from "./peer.ts";
import { countedRedis, startBenchRedis } from "./redis.ts";
import { startDouble } from "./telegram.ts";

/** What a team writes first: Express, PUBLISH, and a Telegraf bot that sends what it hears. */
export const plainBridge: HttpPlan = peers("plain Express + PUBLISH + Telegraf", "plain", hasSubscriber);

/** The least that the same path can cost: node:http and undici, nothing checked. */
export const bareBridge: HttpPlan = peers("bare node:http + PUBLISH + undici", "bare", hasSubscriber);

/** With a queue that keeps things: Express, BullMQ, Telegraf. */
export const bullmqBridge: HttpPlan = peers("Express + BullMQ + Telegraf", "bullmq", async () => {});

/** As many sends in flight as Bellwire's default; those without a queue send whatever they hear. */
const CONCURRENCY = "32";

function peers(name: string, prefix: string, botReady: (redis: RedisProcess) => Promise<void>): HttpPlan {
  return {
    name,
    async start() {
      const redis = await startBenchRedis({ aof: true });
      const telegram = await startDouble();
      const env = {
        REDIS_URL: redis.url,
        TELEGRAM_API_ROOT: telegram.url,
        TELEGRAM_BOT_TOKEN: telegram.token,
        CONCURRENCY,
      };
      const bot = await startPeer(`${prefix}-bot`, "bot", env);
      const web = await startPeer(`${prefix}-web`, "web", env);
      await answers(web, "/readyz");
      await botReady(redis);
      const stop = async () => {
        for (const peer of [web, bot] as Peer[]) await peer.stop();
        await telegram.stop();
        await redis.stop();
      };
      return { port: web.port, counted: [web.counted, bot.counted, countedRedis(redis)], telegram, stop };
    },
  };
}

async function hasSubscriber(redis: RedisProcess): Promise<void> {
  const client = redis.client();
  const subscribers = async () => (await client.pubsub("NUMSUB", "notification"))[1];
  await waitFor(async () => Number(await subscribers()) > 0, { what: "the bot's subscription" });
  client.disconnect();
}
