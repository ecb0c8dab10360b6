// What a team writes first: Express in front of PUBLISH.
import express from "express";
import { Redis } from "ioredis";

const redis = new Redis(process.env.REDIS_URL);
const app = express();
app.use(express.json());
app.get("/readyz", (_request, response) => response.json({}));
app.post("/notifications", async (request, response) => {
  const { user_id, message } = request.body;
  if (!Number.isInteger(user_id) || typeof message !== "string") return response.status(400).json({});
  const receivers = await redis.publish("notification", JSON.stringify({ user_id, message }));
  return response.status(202).json({ receivers });
});
app.listen(Number(process.env.PORT), "127.0.0.1");
