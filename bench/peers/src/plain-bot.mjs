// And behind PUBLISH a bot that sends what it hears.
import { Redis } from "ioredis";
import { Telegraf } from "telegraf";

const bot = new Telegraf(process.env.TELEGRAM_BOT_TOKEN, {
  telegram: { apiRoot: process.env.TELEGRAM_API_ROOT },
});
const redis = new Redis(process.env.REDIS_URL);
redis.on("message", (_channel, payload) => {
  const { user_id, message } = JSON.parse(payload);
  void bot.telegram.sendMessage(user_id, message);
});
await redis.subscribe("notification");
