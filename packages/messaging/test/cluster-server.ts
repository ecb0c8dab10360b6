import type { Redis } from "ioredis";
import { afterAll, beforeAll } from "vitest";
import { RedisLink } from "../src/redis-link.ts";
import { type RedisCluster, startCluster } from "./redis-cluster.ts";

/**
 * A cluster for the tests of a file, and the node on which all keys of `prefix` lie, which has a hash tag: a script that
 * left its slot would be refused there. To be called once, at the top of the file.
 */
export function useCluster(prefix: `{${string}}${string}`) {
  let cluster: RedisCluster;
  let server: { link: RedisLink; client: Redis; prefix: string };
  beforeAll(async () => {
    cluster = await startCluster();
    const node = await cluster.nodeOf(prefix);
    const link = new RedisLink({ url: node.url, name: "cluster" });
    await link.ready(5000);
    server = { link, client: node.client(), prefix };
  }, 60_000);
  afterAll(async () => {
    server.link.close();
    await cluster.stop();
  });
  return () => server;
}
