// And behind it a worker that sends with Telegraf.
import { Worker } from "bullmq";
import { Telegraf } from "telegraf";
import { connection, queueName } from "./bullmq-queue.mjs";

const bot = new Telegraf(process.env.TELEGRAM_BOT_TOKEN, {
  telegram: { apiRoot: process.env.TELEGRAM_API_ROOT },
});
const worker = new Worker(
  queueName,
  ({ data: { user_id, message } }) => bot.telegram.sendMessage(user_id, message),
  { connection: connection(), concurrency: Number(process.env.CONCURRENCY) },
);
worker.on("error", () => {});
