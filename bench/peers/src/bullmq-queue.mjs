import { Queue } from "bullmq";

const NAME = "notifications";

/** As many finished jobs are kept as Bellwire keeps finished records; 0 removes a job as soon as it is done. */
const kept = Number(process.env.KEEP_FINISHED ?? 100_000);

export const queueName = NAME;

export function connection() {
  const { hostname, port } = new URL(process.env.REDIS_URL);
  return { host: hostname, port: Number(port), maxRetriesPerRequest: null };
}

/** Retries as Bellwire does them. */
export function createQueue() {
  return new Queue(NAME, {
    connection: connection(),
    defaultJobOptions: {
      attempts: 12,
      backoff: { type: "exponential", delay: 1000 },
      removeOnComplete: kept === 0 ? true : { count: kept },
    },
  });
}
