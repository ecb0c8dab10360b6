import { through } from "../load/door-load.ts";
import type { Side } from "../rounds.ts";
import { answers, startPeer } from "./peer.ts";
import { countedRedis, startBenchRedis } from "./redis.ts";
import { eachOnce } from "./verify.ts";

export type BullmqOptions = {
  aof: boolean;
  chats: number;
  concurrency: number;
  /** Finished jobs that are kept; 0: none. */
  keepFinished: number;
};

/** A producer that adds in bulk, and a worker whose processor does nothing. Through: moved to the finished ones. */
export function bullmqQueue({ aof, chats, concurrency, keepFinished }: BullmqOptions): Side {
  const name = `BullMQ, ${keepFinished === 0 ? "keeping nothing" : `keeping ${keepFinished} finished`}`;
  return {
    name,
    async start() {
      const redis = await startBenchRedis({ aof });
      const env = {
        REDIS_URL: redis.url,
        CONCURRENCY: String(concurrency),
        KEEP_FINISHED: String(keepFinished),
      };
      const worker = await startPeer("bullmq-worker", "worker", env);
      const producer = await startPeer("bullmq-producer", "producer", env);
      await Promise.all([answers(worker), answers(producer)]);
      const progress = async () => (await worker.ask()).count;
      return {
        // The producer is what a web app would be; our side's commands are written by the benchmark itself.
        counted: [worker.counted, countedRedis(redis)],
        async carry(first, count) {
          const before = await progress();
          await producer.ask(`/add?from=${first}&count=${count}&chats=${chats}`);
          await through(before + count, progress);
        },
        verify: async (end) => eachOnce(name, await worker.ask(), end),
        async stop() {
          await producer.stop();
          await worker.stop();
          await redis.stop();
        },
      };
    },
  };
}
