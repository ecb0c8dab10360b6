import {
  type Proxy as FaultyProxy,
  type RedisProcess,
  startProxy,
  startRedis,
  waitFor,
} from "@bellwire/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Hub, type HubOptions } from "../../src/pubsub/hub.ts";
import type { RedisUnavailableError } from "../../src/redis-errors.ts";
import { RedisLink } from "../../src/redis-link.ts";
import { allSubscribed, HUB_NAME, openHub } from "./hub-stand.ts";

/** Short where a test waits for a dead connection to be found; the default where it must not be taken for one. */
const FAST_HEARTBEAT_MS = 250;

let redis: RedisProcess;
let proxy: FaultyProxy;
let hub: Hub;
let close: () => Promise<void> = async () => {};
let troubles: RedisUnavailableError[] = [];
let states: string[] = [];

beforeEach(async () => {
  redis = await startRedis();
  proxy = await startProxy({ port: redis.port });
});
afterEach(async () => {
  await close();
  await proxy.close();
  await redis.stop();
});

/** A hub behind the proxy, with one subscriber whose states are remembered. */
async function open(options: Partial<HubOptions> = {}) {
  [troubles, states] = [[], []];
  const onChange = () => {
    const state = hub.subscriptions()[0]?.state;
    if (state !== undefined && state !== states.at(-1)) states.push(state);
  };
  const onTrouble = (error: RedisUnavailableError) => void troubles.push(error);
  ({ hub, close } = await openHub(proxy.url(), { onChange, onTrouble, ...options }, redis.url));
  hub.subscribeTo("one", { channels: ["a", "b"], patterns: ["c:*"] });
}

const received = () => hub.subscriptions()[0]?.received ?? 0;

/** Waits until it is subscribed anew, then publishes on every target. */
async function hearsAgain(): Promise<void> {
  await allSubscribed(hub);
  const before = received();
  for (const channel of ["a", "b", "c:1"]) expect(await redis.client().publish(channel, "again")).toBe(1);
  await waitFor(() => received() === before + 3);
  await waitFor(() => hub.stats().status === "ready");
}

describe("the hub heals itself", () => {
  it("when its connection is killed, and says what state it is in", async () => {
    await open();
    await allSubscribed(hub);
    await waitFor(() => hub.generation === 1);
    for (let round = 2; round <= 4; round += 1) {
      await redis.client().call("CLIENT", "KILL", "TYPE", "pubsub");
      await waitFor(() => hub.generation === round);
      await hearsAgain();
    }
    expect(states.slice(0, 4)).toEqual(["subscribing", "subscribed", "reconnecting", "subscribed"]);
  });

  it("when Redis is killed and comes back", async () => {
    await open({ url: redis.url });
    await allSubscribed(hub);
    await redis.kill();
    await waitFor(() => hub.subscriptions()[0]?.state === "reconnecting");
    hub.subscribe("two", ["a"]);
    const listening = hub.listen({ channel: "a" }, () => {});
    expect(hub.subscriptions()[1]?.state).toBe("subscribing");
    await waitFor(() => troubles.length > 2);
    expect(troubles.every(({ trouble }) => trouble === "disconnected")).toBe(true);
    await redis.restart();
    await listening.ready;
    await hearsAgain();
  });

  it("when Redis was not there at first", async () => {
    await redis.kill();
    const link = new RedisLink({ url: redis.url, name: "late" });
    hub = new Hub({ url: redis.url, name: HUB_NAME, redis: link });
    close = async () => {
      await hub.shutdown();
      link.close();
    };
    hub.subscribeTo("one", { channels: ["a", "b"], patterns: ["c:*"] });
    hub.start();
    await redis.restart();
    await hearsAgain();
    expect(hub.generation).toBe(1);
  });

  it("when Redis stands still and goes on", async () => {
    await open({ heartbeatMs: FAST_HEARTBEAT_MS });
    await allSubscribed(hub);
    redis.pause();
    await waitFor(() => hub.subscriptions()[0]?.state === "reconnecting");
    // Into the next handshake, which stays unanswered too.
    await waitFor(() => troubles.length >= 3);
    redis.resume();
    await hearsAgain();
  });

  it("when its connection falls silent without closing, within 10 seconds by default", async () => {
    await open();
    await allSubscribed(hub);
    proxy.blackhole(true);
    await waitFor(() => hub.subscriptions()[0]?.state === "reconnecting", { timeoutMs: 9000 });
    proxy.blackhole(false);
    await hearsAgain();
  });

  it("when the answer to a subscription is lost", async () => {
    await open({ heartbeatMs: FAST_HEARTBEAT_MS });
    await allSubscribed(hub);
    proxy.dropReplies(1);
    hub.subscribe("two", ["d"]);
    const listening = hub.listen({ pattern: "e*" }, () => {});
    await listening.ready;
    await hearsAgain();
    expect(await hub.publish("d", "x")).toBe(1);
    await waitFor(() => hub.messages("two")?.length === 1);
  });

  it("and tells listeners that they may have missed something, once all is subscribed again", async () => {
    await open();
    let missed = 0;
    const got: string[] = [];
    const listening = hub.listen(
      { channel: "a" },
      ({ payload }) => void got.push(payload.toString()),
      () => (missed += 1),
    );
    await listening.ready;
    await waitFor(() => hub.stats().status === "ready");
    expect(missed).toBe(0);
    const generation = hub.generation;
    await proxy.refuse(true);
    proxy.cut();
    await waitFor(() => hub.stats().status === "connecting");
    expect(await redis.client().publish("a", "lost")).toBe(0);
    expect(missed).toBe(0);
    await proxy.refuse(false);
    await waitFor(() => missed === 1);
    expect(await redis.client().publish("a", "heard")).toBe(1);
    await waitFor(() => got.length === 1);
    expect(got).toEqual(["heard"]);
    await waitFor(() => hub.generation === generation + 1);
  });
});

describe("the hub under an ACL", () => {
  it("hears what it may, and says of the others that they are not subscribed", async () => {
    await open({ heartbeatMs: FAST_HEARTBEAT_MS });
    const admin = redis.client();
    const allowed = Array.from({ length: 50 }, (_, at) => `ok:${at}`);
    await admin.acl("SETUSER", "default", "resetchannels", "&ok:*", "&fine*");
    hub.unsubscribe("one");
    for (const [at, channel] of allowed.entries()) hub.subscribe(`s${at}`, [channel]);
    hub.subscribe("bad", ["ok:0", "secret"]);
    hub.psubscribe("patterns", ["fine*"]);
    hub.psubscribe("bad pattern", ["f*"]);
    await waitFor(() => hub.subscriptions().filter(({ state }) => state === "subscribed").length === 51);
    const others = hub.subscriptions().filter(({ state }) => state !== "subscribed");
    expect(others.map(({ name, state }) => `${name} ${state}`)).toEqual([
      "bad subscribing",
      "bad pattern subscribing",
    ]);
    expect(troubles.some(({ trouble }) => trouble === "no_permission")).toBe(true);
    await waitFor(() => hub.stats().status === "ready");
    await admin.acl("SETUSER", "default", "allchannels");
    await allSubscribed(hub);
    expect(await admin.publish("secret", "x")).toBe(1);
  });
});

describe("a hub that is full of traffic", () => {
  it("loses nothing, and is not taken for dead", async () => {
    await open();
    const got: number[] = [];
    hub.subscribe("reader", ["flood"], ({ payload }) => got.push(Number(payload)));
    await allSubscribed(hub);
    const client = redis.client();
    for (let round = 0; round < 20; round += 1) {
      const pipeline = client.pipeline();
      for (let at = 0; at < 1000; at += 1) pipeline.publish("flood", String(round * 1000 + at));
      await pipeline.exec();
    }
    await waitFor(() => got.length === 20_000, { timeoutMs: 20_000 });
    expect(got.every((number, at) => number === at)).toBe(true);
    expect(hub.generation).toBe(1);
    expect(hub.subscriptions().find(({ name }) => name === "reader")).toMatchObject({
      dropped: 0,
      failed: 0,
    });
    expect(String(await client.client("LIST")).split(`name=${HUB_NAME}`)).toHaveLength(2);
  });
});
