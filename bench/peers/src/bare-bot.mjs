// The least that can stand between PUBLISH and Telegram: undici, and nothing is checked.
import { Redis } from "ioredis";
import { Pool } from "undici";

const telegram = new Pool(process.env.TELEGRAM_API_ROOT, { connections: 32 });
const path = `/bot${process.env.TELEGRAM_BOT_TOKEN}/sendMessage`;
const headers = { "content-type": "application/json" };
const redis = new Redis(process.env.REDIS_URL);
redis.on("message", (_channel, payload) => void send(payload));
await redis.subscribe("notification");

async function send(payload) {
  const { user_id, message } = JSON.parse(payload);
  const body = JSON.stringify({ chat_id: user_id, text: message });
  const answer = await telegram.request({ path, method: "POST", headers, body });
  await answer.body.dump();
}
