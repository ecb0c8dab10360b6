import { setImmediate } from "node:timers/promises";
import {
  type Proxy as FaultyProxy,
  type RedisProcess,
  startProxy,
  startRedis,
  waitFor,
} from "@bellwire/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  ChannelSubscription,
  type ChannelSubscriptionOptions,
  type SubscriptionStatus,
} from "../../src/pubsub/channel-subscription.ts";
import type { RedisUnavailableError } from "../../src/redis-errors.ts";
import { RedisLink } from "../../src/redis-link.ts";

/** Short where a test waits for a dead connection to be found; the default where it must not be taken for one. */
const FAST_HEARTBEAT_MS = 250;

let redis: RedisProcess;
let proxy: FaultyProxy;
let link: RedisLink;
const opened: Listening[] = [];

beforeEach(async () => {
  redis = await startRedis();
  proxy = await startProxy({ port: redis.port });
  link = new RedisLink({ url: redis.url, name: "asking" });
  await link.ready(5000);
});
afterEach(async () => {
  for (const { subscription, reading } of opened.splice(0)) {
    await subscription.close();
    await reading;
  }
  link.close();
  await proxy.close();
  await redis.stop();
});

type Listening = {
  subscription: ChannelSubscription;
  statuses: SubscriptionStatus[];
  troubles: RedisUnavailableError[];
  heard: Buffer[];
  reading: Promise<void>;
};

function create(options: Partial<ChannelSubscriptionOptions> = {}): Omit<Listening, "heard" | "reading"> {
  const statuses: SubscriptionStatus[] = [];
  const troubles: RedisUnavailableError[] = [];
  const subscription = new ChannelSubscription({
    url: proxy.url(),
    name: "subscriber",
    channels: ["news", "bots"],
    ownChannel: (generation) => `own:${generation}`,
    redis: link,
    maxBufferBytes: 1_000_000,
    onStatus: (status) => statuses.push(status),
    onTrouble: (trouble) => troubles.push(trouble),
    ...options,
  });
  return { subscription, statuses, troubles };
}

/** Starts, and reads all that is heard. */
function listen(options: Partial<ChannelSubscriptionOptions> = {}): Listening {
  const created = create(options);
  const heard: Buffer[] = [];
  created.subscription.start();
  const reading = (async () => {
    for await (const batch of created.subscription.read(50))
      heard.push(...batch.map(({ payload }) => payload));
  })();
  const listening = { ...created, heard, reading };
  opened.push(listening);
  return listening;
}

const subscribed = ({ subscription }: Pick<Listening, "subscription">) =>
  waitFor(() => subscription.status === "subscribed", { what: "the subscription" });

/** Waits until it is subscribed anew, then publishes something and waits for exactly that. */
async function hearsAgain(listening: Listening): Promise<void> {
  await subscribed(listening);
  expect(await redis.client().publish("news", "again")).toBe(1);
  await waitFor(() => listening.heard.some((payload) => payload.toString() === "again"));
}

describe("ChannelSubscription", () => {
  it("is subscribed only when Redis counts it, and hands over batches in order", async () => {
    const listening = listen();
    await subscribed(listening);
    const client = redis.client();
    expect(await client.pubsub("NUMSUB", "news", "bots", "own:1")).toEqual([
      "news",
      1,
      "bots",
      1,
      "own:1",
      1,
    ]);
    const sent = Array.from({ length: 3000 }, (_, number) => String(number));
    const pipeline = client.pipeline();
    for (const text of sent) pipeline.publish("news", text);
    await pipeline.exec();
    await waitFor(() => listening.heard.length === sent.length);
    expect(listening.heard.map(String)).toEqual(sent);
    expect(listening.statuses).toEqual(["subscribed"]);
  });

  it("tells which channel a message came on, and nothing of its own one", async () => {
    const { subscription } = create();
    subscription.start();
    await subscribed({ subscription });
    const client = redis.client();
    await client.publish("own:1", "not for the reader");
    await client.publish("bots", "a word");
    await client.publish("news", "");
    await waitFor(() => subscription.buffered.messages === 2);
    const { value } = await subscription.read(50).next();
    expect(value).toEqual([
      { channel: "bots", payload: Buffer.from("a word") },
      { channel: "news", payload: Buffer.alloc(0) },
    ]);
    await subscription.close();
  });

  it("hands over raw bytes as they came", async () => {
    const listening = listen();
    await subscribed(listening);
    const bytes = Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256));
    await redis.client().publish("news", bytes);
    await waitFor(() => listening.heard.length === 1);
    expect(listening.heard[0]).toEqual(bytes);
  });

  it("yields an empty batch when nothing came in time", async () => {
    const { subscription } = create();
    expect(await subscription.read(5).next()).toEqual({ done: false, value: [] });
    await subscription.close();
  });

  it("bounds what waits for the reader, keeps the oldest and counts the rest", async () => {
    const { subscription } = create({ maxBufferBytes: 10 * (200 + 100) });
    subscription.start();
    await subscribed({ subscription });
    const pipeline = redis.client().pipeline();
    for (let number = 0; number < 25; number++) pipeline.publish("news", String(number).padEnd(100));
    await pipeline.exec();
    await waitFor(() => subscription.buffered.dropped === 15);
    expect(subscription.buffered).toEqual({ messages: 10, bytes: 3000, dropped: 15 });
    await subscription.close();
    const read: string[] = [];
    for await (const batch of subscription.read(50))
      read.push(...batch.map(({ payload }) => payload.toString().trim()));
    expect(read).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    expect(subscription.buffered).toEqual({ messages: 0, bytes: 0, dropped: 15 });
  });

  it("lets the process breathe between two batches", async () => {
    const { subscription } = create();
    subscription.start();
    await subscribed({ subscription });
    const pipeline = redis.client().pipeline();
    for (let number = 0; number < 1200; number++) pipeline.publish("news", "x");
    await pipeline.exec();
    await waitFor(() => subscription.buffered.messages === 1200);
    let breaths = 0;
    let batches = 0;
    const breathing = (async () => {
      while (batches < 3) {
        await setImmediate();
        breaths += 1;
      }
    })();
    for await (const _batch of subscription.read(50)) {
      batches += 1;
      if (batches > 1) expect(breaths).toBeGreaterThanOrEqual(batches - 1);
      if (batches === 3) break;
    }
    await breathing;
    await subscription.close();
  });

  it("ends the reader after what was heard, and leaves no connection behind", async () => {
    const listening = listen();
    await subscribed(listening);
    await redis.client().publish("news", "last");
    await listening.subscription.close();
    await listening.subscription.close();
    await listening.reading;
    expect(listening.heard.map(String)).toEqual(["last"]);
    const client = redis.client();
    await waitFor(async () => !String(await client.client("LIST")).includes("name=subscriber"));
    expect(await client.pubsub("NUMSUB", "news")).toEqual(["news", 0]);
  });

  it("can be closed before Redis was ever there, and the reader ends", async () => {
    await redis.kill();
    const listening = listen({ url: redis.url });
    await waitFor(() => listening.troubles.length > 0);
    await listening.subscription.close();
    await listening.reading;
    expect(listening.subscription.status).toBe("connecting");
  });
});

describe("ChannelSubscription heals itself", () => {
  it("when the connection is killed", async () => {
    const listening = listen();
    await subscribed(listening);
    await redis.client().call("CLIENT", "KILL", "TYPE", "pubsub");
    await waitFor(() => listening.statuses.includes("connecting"));
    await hearsAgain(listening);
    expect(listening.statuses).toEqual(["subscribed", "connecting", "subscribed"]);
  });

  it("when Redis is killed and comes back", async () => {
    const listening = listen();
    await subscribed(listening);
    await redis.kill();
    await waitFor(() => listening.subscription.status === "connecting");
    await redis.restart();
    await hearsAgain(listening);
  });

  it("when Redis stands still and goes on", async () => {
    const listening = listen({ heartbeatMs: FAST_HEARTBEAT_MS });
    await subscribed(listening);
    redis.pause();
    await waitFor(() => listening.subscription.status === "connecting");
    // Into the next handshake, which stays unanswered too.
    await waitFor(() => listening.troubles.length >= 3);
    redis.resume();
    await hearsAgain(listening);
  });

  it("when the connection falls silent without closing", async () => {
    const listening = listen({ heartbeatMs: FAST_HEARTBEAT_MS });
    await subscribed(listening);
    proxy.blackhole(true);
    await waitFor(() => listening.subscription.status === "connecting");
    // Sockets that lost bytes stay dead: only a new one can be heard.
    proxy.blackhole(false);
    await hearsAgain(listening);
  });

  it("within 10 seconds as configured by default", async () => {
    const listening = listen();
    await subscribed(listening);
    proxy.blackhole(true);
    await waitFor(() => listening.subscription.status === "connecting", { timeoutMs: 9000 });
    proxy.blackhole(false);
    await hearsAgain(listening);
  });

  it("when its channels are refused, and does not crash", async () => {
    const admin = redis.client();
    await admin.acl("SETUSER", "default", "resetchannels");
    const listening = listen({ heartbeatMs: FAST_HEARTBEAT_MS });
    await waitFor(() => listening.troubles.filter(({ trouble }) => trouble === "no_permission").length >= 2);
    expect(listening.subscription.status).toBe("connecting");
    await admin.acl("SETUSER", "default", "allchannels");
    await hearsAgain(listening);
    // Taking the right away closes the connection; asking again is refused.
    await admin.acl("SETUSER", "default", "resetchannels", "&other");
    await waitFor(() => listening.subscription.status === "connecting");
    await admin.acl("SETUSER", "default", "allchannels");
    await hearsAgain(listening);
  });

  it("once the connection that asks Redis answers again", async () => {
    const asking = await startProxy({ port: redis.port });
    const other = new RedisLink({ url: asking.url(), name: "other", commandTimeoutMs: 200 });
    await asking.refuse(true);
    asking.cut();
    const listening = listen({ redis: other, heartbeatMs: FAST_HEARTBEAT_MS });
    await waitFor(async () => (await redis.client().pubsub("NUMSUB", "news"))[1] === 1);
    expect(listening.subscription.status).toBe("connecting");
    await asking.refuse(false);
    await hearsAgain(listening);
    other.close();
    await asking.close();
  });
});
