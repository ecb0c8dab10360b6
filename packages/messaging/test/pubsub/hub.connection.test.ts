import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Hub } from "../../src/pubsub/hub.ts";
import { allSubscribed, HUB_NAME, openHub } from "./hub-stand.ts";

let redis: RedisProcess;
let hub: Hub;
let close: () => Promise<void>;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  ({ hub, close } = await openHub(redis.url));
});
afterEach(() => close());

async function hubConnections(): Promise<number> {
  const list = String(await redis.client().client("LIST"));
  return list.split("\n").filter((line) => line.includes(`name=${HUB_NAME}`)).length;
}

const viewOf = (name: string) => hub.subscriptions().find((view) => view.name === name);

describe("the hub over one connection", () => {
  it("hears for 200 subscribers, and subscribes to each target once", async () => {
    for (let number = 0; number < 200; number += 1)
      hub.subscribeTo(`s${number}`, { channels: ["shared", `own:${number}`], patterns: ["own:*"] });
    await allSubscribed(hub);
    expect(await hubConnections()).toBe(1);
    const counts = await hub.subscriberCounts(["shared", "own:7", "nobody"]);
    expect([...counts]).toEqual([
      ["shared", 1],
      ["own:7", 1],
      ["nobody", 0],
    ]);
    expect(await hub.patternCount()).toBe(1);
    expect(await hub.publish("shared", "x")).toBe(1);
    await waitFor(() => hub.subscriptions().every(({ received }) => received === 1));
    expect(hub.stats()).toMatchObject({ delivered: 1, received: 1, fannedOut: 200, subscribers: 200 });
  });

  it("gives up exactly what nobody wants any more", async () => {
    hub.subscribe("one", ["a", "b"]);
    hub.subscribe("two", ["b", "c"]);
    const listening = hub.listen({ channel: "c" }, () => {});
    await Promise.all([allSubscribed(hub), listening.ready]);
    hub.unsubscribe("one");
    await waitFor(async () => (await hub.activeChannels()).join() === "b,c");
    hub.unsubscribe("two");
    await waitFor(async () => (await hub.activeChannels()).join() === "c");
    listening.close();
    listening.close();
    await waitFor(async () => (await hub.activeChannels()).length === 0);
  });

  it("takes thousands of channels in few commands, and gives them up", async () => {
    const before = Number(
      (await redis.info("commandstats")).cmdstat_subscribe?.match(/calls=(\d+)/)?.[1] ?? 0,
    );
    for (let number = 0; number < 50; number += 1)
      hub.subscribe(
        `s${number}`,
        Array.from({ length: 100 }, (_, at) => `many:${number}:${at}`),
      );
    await allSubscribed(hub);
    const stats = await redis.info("commandstats");
    expect(Number(stats.cmdstat_subscribe?.match(/calls=(\d+)/)?.[1]) - before).toBeLessThan(10);
    const channels = await hub.activeChannels("many:*", 10_000);
    expect(channels).toHaveLength(5000);
    const counts = await hub.subscriberCounts(channels);
    expect([...counts.values()].every((count) => count === 1)).toBe(true);
    expect(await hub.activeChannels("many:*")).toHaveLength(1000);
    for (const channel of channels) await hub.publish(channel, "x");
    await waitFor(() => hub.stats().fannedOut === 5000);
    expect(hub.stats().channels.size).toBe(1000);
    for (let number = 0; number < 50; number += 1) hub.unsubscribe(`s${number}`);
    await waitFor(async () => (await hub.activeChannels()).length === 0);
  });

  it("ends as wanted whatever is wanted and given up meanwhile", async () => {
    const wanted = new Set<string>();
    for (let round = 0; round < 500; round += 1) {
      const name = `c${(round * 7919) % 40}`;
      if (wanted.delete(name)) hub.unsubscribe(name);
      else if (wanted.add(name)) hub.subscribe(name, [name, `${name}:other`]);
      if (round % 5 === 0) await hub.patternCount();
    }
    const channels = [...wanted].flatMap((name) => [name, `${name}:other`]).sort();
    await allSubscribed(hub);
    await waitFor(async () => (await hub.activeChannels()).join() === channels.join());
    for (const name of wanted) expect(await hub.publish(name, name)).toBe(1);
    await waitFor(() => hub.subscriptions().every(({ received }) => received === 1));
  });

  it("takes 1,000 subscribers of 100 targets, and refuses more", async () => {
    for (let number = 0; number < 1000; number += 1) hub.subscribe(`s${number}`, ["a"]);
    expect(hub.subscribe("one more", ["a"])).toEqual({ kind: "full" });
    expect(() => hub.subscribe("none", [])).toThrow(RangeError);
    expect(() =>
      hub.psubscribe(
        "many",
        Array.from({ length: 101 }, (_, at) => `${at}*`),
      ),
    ).toThrow(RangeError);
    expect(hub.stats().subscribers).toBe(1000);
    hub.unsubscribe("s0");
    expect(hub.subscribe("one more", ["a"]).kind).toBe("added");
  });

  it("leaves no timer and no socket running", async () => {
    const running = () =>
      process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap" || name === "Timeout")
        .length;
    await waitFor(() => hub.stats().status === "ready");
    const before = await waitFor(running);
    const other = await openHub(redis.url);
    other.hub.subscribe("one", ["a"]);
    await allSubscribed(other.hub);
    await other.close();
    await waitFor(() => running() <= before);
  });

  it("leaves nothing behind, may be shut down twice, and tells nothing afterwards", async () => {
    const told: string[] = [];
    hub.subscribe("one", ["a"], ({ channel }) => told.push(channel));
    await allSubscribed(hub);
    const unheard = hub.listen({ channel: "b" }, ({ channel }) => void told.push(channel));
    await hub.shutdown();
    await hub.shutdown();
    await unheard.ready;
    await hub.listen({ channel: "c" }, () => {}).ready;
    expect(hub.subscriptions()).toEqual([]);
    await waitFor(async () => (await hubConnections()) === 0);
    await redis.client().publish("a", "x");
    expect(told).toEqual([]);
  });
});

describe("nameless listeners", () => {
  it("hear from the moment they are ready, and are in no list", async () => {
    const got: string[] = [];
    const one = hub.listen({ channel: "a" }, ({ payload }) => void got.push(`one ${payload.toString()}`));
    await one.ready;
    expect(await hub.publish("a", "1")).toBe(1);
    const two = hub.listen({ pattern: "?" }, ({ payload }) => void got.push(`two ${payload.toString()}`));
    // It is subscribed already.
    await hub.listen({ channel: "a" }, () => {}).ready;
    await two.ready;
    expect(await hub.publish("a", "2")).toBe(2);
    await waitFor(() => got.length === 3);
    one.close();
    await hub.publish("a", "3");
    await waitFor(() => got.includes("two 3"));
    expect(got.sort()).toEqual(["one 1", "one 2", "two 2", "two 3"]);
    expect(hub.subscriptions()).toEqual([]);
    expect(hub.stats()).toMatchObject({ subscribers: 0, published: 3 });
  });
});

describe("the four counts", () => {
  it("tell what was published here, delivered by Redis, received here and handed on", async () => {
    const other = redis.client();
    await other.subscribe("a");
    hub.subscribe("one", ["a"]);
    hub.subscribe("two", ["a"]);
    await allSubscribed(hub);
    await hub.publish("a", "x");
    await hub.publish("nobody", "x");
    await redis.client().publish("a", "by somebody else");
    hub.countPublished("a", 2);
    await waitFor(() => hub.stats().received === 2);
    const a = { published: 2, delivered: 4, received: 2, fannedOut: 4 };
    const nobody = { published: 1, delivered: 0, received: 0, fannedOut: 0 };
    expect(hub.stats()).toEqual({
      ...a,
      published: 3,
      subscribers: 2,
      status: "ready",
      channels: new Map([
        ["nobody", nobody],
        ["a", a],
      ]),
    });
    hub.resetCounts();
    expect(hub.stats()).toMatchObject({ published: 0, delivered: 0, received: 0, fannedOut: 0 });
    expect(hub.stats().channels.size).toBe(0);
    expect(viewOf("one")?.received).toBe(2);
    other.disconnect();
  });
});
