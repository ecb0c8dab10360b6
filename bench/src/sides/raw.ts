import { appendAll, publishWithin } from "../load/door-load.ts";
import type { Side } from "../rounds.ts";
import { answers, startPeer } from "./peer.ts";
import { countedRedis, startBenchRedis } from "./redis.ts";
import { eachOnce } from "./verify.ts";

type RawOptions = { aof: boolean; chats: number };

/** One process that subscribes and parses, and nothing else. */
export function rawChannel({ aof, chats }: RawOptions): Side {
  return rawReader("subscribe + parse", "channel-reader", aof, (port, first, count, progress) =>
    publishWithin(port, { first, count, chats }, progress),
  );
}

/** One process that reads a stream by a consumer group, acknowledges and deletes. */
export function rawStream({ aof, chats }: RawOptions): Side {
  return rawReader("XADD/XREADGROUP/XACK/XDEL", "stream-reader", aof, (port, first, count, progress) =>
    appendAll(port, "raw:stream", { first, count, chats }, progress),
  );
}

type Carry = (port: number, first: number, count: number, progress: () => Promise<number>) => Promise<void>;

function rawReader(name: string, script: string, aof: boolean, carry: Carry): Side {
  return {
    name,
    async start() {
      const redis = await startBenchRedis({ aof });
      const reader = await startPeer(script, "reader", { REDIS_URL: redis.url });
      await answers(reader);
      const progress = async () => (await reader.ask()).count;
      return {
        counted: [reader.counted, countedRedis(redis)],
        carry: (first, count) => carry(redis.port, first, count, progress),
        verify: async (end) => eachOnce(name, await reader.ask(), end),
        async stop() {
          await reader.stop();
          await redis.stop();
        },
      };
    },
  };
}
