// Express in front of a BullMQ queue.
import express from "express";
import { createQueue } from "./bullmq-queue.mjs";

const queue = createQueue();
const app = express();
app.use(express.json());
app.get("/readyz", (_request, response) => response.json({}));
app.post("/notifications", async (request, response) => {
  const { user_id, message } = request.body;
  if (!Number.isInteger(user_id) || typeof message !== "string") return response.status(400).json({});
  const job = await queue.add("send", { user_id, message });
  return response.status(202).json({ id: job.id });
});
app.listen(Number(process.env.PORT), "127.0.0.1");
