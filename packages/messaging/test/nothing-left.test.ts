import { type RedisProcess, startProxy, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Lease } from "../src/lease.ts";
import { QueueReader } from "../src/list/queue-reader.ts";
import { ChannelSubscription } from "../src/pubsub/channel-subscription.ts";
import { RedisLink } from "../src/redis-link.ts";
import { GroupReader } from "../src/stream/group-reader.ts";

let redis: RedisProcess;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

/** What of ours would keep a process alive. */
const running = () =>
  process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap" || name === "Timeout").length;

async function openAll(url: string) {
  const link = new RedisLink({ url, name: "left", commandTimeoutMs: 200 });
  const lease = new Lease({
    ...{ redis: link, key: "lease", tenureKey: "tenure", owner: "owner", leaseMs: 1000, announceOn: "bots" },
  });
  const subscription = new ChannelSubscription({
    ...{ url, name: "left", channels: ["news"], ownChannel: (generation: number) => `own:${generation}` },
    ...{ redis: link, maxBufferBytes: 1000, heartbeatMs: 200 },
  });
  const common = { url, name: "left", prefix: "p", reader: "owner" };
  const largest = { bytes: 100, reason: "too_large", detail: "" };
  const queue = new QueueReader({ ...common, redis: link, largest });
  const stream = new GroupReader({ ...common, group: "bot", largest, trimmed: { reason: "", detail: "" } });
  lease.start();
  subscription.start();
  // Closing ends a wait too.
  const waits = [queue.wait(1000), stream.wait(1000)].map((wait) => wait.catch(() => {}));
  const closeAll = async () => {
    queue.close();
    stream.close();
    await Promise.all(waits);
    await subscription.close();
    await lease.stop();
    link.close();
  };
  return { link, lease, subscription, closeAll };
}

it("leaves no timer and no socket running after close", async () => {
  const before = running();
  const { lease, subscription, closeAll } = await openAll(redis.url);
  await waitFor(() => lease.state === "held" && subscription.status === "subscribed");
  await closeAll();
  await waitFor(() => running() <= before);
});

it("leaves nothing running either when Redis is silent, or not there", async () => {
  const before = running();
  const proxy = await startProxy({ port: redis.port });
  const { lease, subscription, closeAll } = await openAll(proxy.url());
  await waitFor(() => lease.state === "held" && subscription.status === "subscribed");
  proxy.blackhole(true);
  await closeAll();
  proxy.blackhole(false);
  await proxy.refuse(true);
  const away = await openAll(proxy.url());
  await expect(away.link.ready(30)).rejects.toThrow("not connected in time");
  await away.closeAll();
  await proxy.close();
  await waitFor(() => running() <= before);
});
