import {
  type Proxy as FaultyProxy,
  type RedisProcess,
  startProxy,
  startRedis,
  waitFor,
} from "@bellwire/testkit";
import type { Redis } from "ioredis";
import { afterEach, beforeEach } from "vitest";
import { GroupReader, type StreamReading } from "../../src/stream/group-reader.ts";

export const BOUNDS = { items: 500, bytes: 1_000_000 };
const LARGEST = { bytes: 1000, reason: "too_large", detail: "at most 1000 bytes" };
const TRIMMED = { reason: "trimmed", detail: " was trimmed" };

/** For each test a Redis, a proxy before it, and readers of one stream behind that. */
export function useGroupReaders() {
  let redis: RedisProcess;
  let proxy: FaultyProxy;
  let admin: Redis;
  const readers: GroupReader[] = [];

  beforeEach(async () => {
    redis = await startRedis();
    proxy = await startProxy({ port: redis.port });
    admin = redis.client();
  });
  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.close();
    await proxy.close();
    await redis.stop();
  });

  /** A reader that is connected and has made its group where it holds the lease. */
  async function open(name: string): Promise<GroupReader> {
    const reader = new GroupReader({
      ...{ url: proxy.url(), name: `test-${name}`, prefix: "p", group: "bot", reader: name },
      ...{ largest: LARGEST, trimmed: TRIMMED },
    });
    readers.push(reader);
    await waitFor(() => reader.read(BOUNDS));
    return reader;
  }

  return {
    open,
    get redis() {
      return redis;
    },
    get proxy() {
      return proxy;
    },
    /** Past the proxy. */
    get admin() {
      return admin;
    },
    hold: (name: string) => admin.set("p:intake:lease", name),
    acknowledge: (...ids: string[]) => admin.xack("p:stream", "bot", ...ids),
    add: async (...texts: string[]): Promise<string[]> => {
      const ids: string[] = [];
      for (const text of texts) ids.push(String(await admin.xadd("p:stream", "*", "n", text)));
      return ids;
    },
    pending: async () => Number((await admin.xpending("p:stream", "bot"))[0]),
  };
}

export const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => String(from + at));

export const textsOf = (reading: StreamReading) => {
  if (reading.kind !== "read") throw new Error(reading.kind);
  return reading.entries.map(({ fields }) => String(fields[1]));
};

export const texts = async (reader: GroupReader, bounds = BOUNDS) => textsOf(await reader.read(bounds));
