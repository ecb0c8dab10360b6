// The least that a reader of a channel can do: subscribe, parse, look at both fields.
import { Redis } from "ioredis";
import { Tally } from "./tally.mjs";

const tally = new Tally();
const redis = new Redis(process.env.REDIS_URL);
redis.on("message", (_channel, payload) => {
  const { user_id, message } = JSON.parse(payload);
  if (typeof user_id === "number" && typeof message === "string") tally.note(message);
});
await redis.subscribe("notification");
tally.serve();
