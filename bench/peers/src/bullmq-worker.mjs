// The null processor: a job is counted once BullMQ has moved it to the finished ones.
import { Worker } from "bullmq";
import { connection, queueName } from "./bullmq-queue.mjs";
import { Tally } from "./tally.mjs";

const tally = new Tally();
const worker = new Worker(queueName, async () => {}, {
  connection: connection(),
  concurrency: Number(process.env.CONCURRENCY),
});
worker.on("completed", ({ data }) => tally.note(data.message));
await worker.waitUntilReady();
tally.serve();
