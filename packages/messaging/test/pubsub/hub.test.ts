import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Hub, HubOptions } from "../../src/pubsub/hub.ts";
import type { HubMessage } from "../../src/pubsub/hub-model.ts";
import { allSubscribed, openHub, texts } from "./hub-stand.ts";

let redis: RedisProcess;
let hub: Hub;
let close: () => Promise<void>;
let changes = 0;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  changes = 0;
  await open({ onChange: () => (changes += 1) });
});
afterEach(() => close());

async function open(options: Partial<HubOptions> = {}) {
  ({ hub, close } = await openHub(redis.url, options));
}

const viewOf = (name: string) => hub.subscriptions().find((view) => view.name === name);

describe("a subscriber of the hub", () => {
  it("receives what is published on its channels and patterns, in order", async () => {
    hub.subscribe("orders", ["orders:new", "orders:paid"]);
    hub.psubscribe("all", ["orders:*"]);
    await allSubscribed(hub);
    expect(await hub.publish("orders:new", "1")).toBe(2);
    expect(await hub.publish("orders:paid", "2")).toBe(2);
    expect(await hub.publish("orders:other", "3")).toBe(1);
    await waitFor(() => hub.messages("all")?.length === 3);
    expect(texts(hub.messages("orders"))).toEqual(["orders:new=1", "orders:paid=2"]);
    expect(hub.messages("all")).toEqual(
      ["orders:new", "orders:paid", "orders:other"].map((channel, at) => ({
        seq: at + 1,
        channel,
        pattern: "orders:*",
        payload: Buffer.from(String(at + 1)),
        bytes: 1,
        cut: false,
        atMs: expect.any(Number),
      })),
    );
  });

  it("says of itself what is seen, and since when", async () => {
    const before = Date.now();
    const answer = hub.subscribeTo("both", { channels: ["a", "a"], patterns: ["a*"] });
    expect(answer).toEqual({ kind: "added", subscriber: viewOf("both") });
    expect(viewOf("both")?.state).toBe("subscribing");
    await allSubscribed(hub);
    const view = viewOf("both");
    expect(view).toEqual({
      name: "both",
      channels: ["a"],
      patterns: ["a*"],
      state: "subscribed",
      sinceMs: expect.any(Number),
      received: 0,
      dropped: 0,
      failed: 0,
    });
    expect(view?.sinceMs).toBeGreaterThanOrEqual(before);
    await hub.publish("a", "x");
    await waitFor(() => viewOf("both")?.received === 2);
    expect(viewOf("both")?.lastAtMs).toBeGreaterThanOrEqual(before);
  });

  it("receives twice what comes by its channel and by its pattern, as Redis counts it", async () => {
    hub.subscribeTo("both", { channels: ["a"], patterns: ["a*", "?"] });
    await allSubscribed(hub);
    expect(await hub.publish("a", "x")).toBe(3);
    await waitFor(() => viewOf("both")?.received === 3);
    expect(texts(hub.messages("both")).sort()).toEqual(["?=x", "a*=x", "a=x"]);
    expect(hub.stats()).toMatchObject({ published: 1, delivered: 3, received: 3, fannedOut: 3 });
  });

  it("has a name of its own until it is unsubscribed", async () => {
    expect(hub.subscribe("one", ["a"]).kind).toBe("added");
    expect(hub.psubscribe("one", ["b*"])).toEqual({ kind: "name_taken" });
    await allSubscribed(hub);
    expect(hub.unsubscribe("one")).toBe(true);
    expect(hub.unsubscribe("one")).toBe(false);
    expect(hub.messages("one")).toBeUndefined();
    expect(hub.subscribe("one", ["b"]).kind).toBe("added");
    await allSubscribed(hub);
    await waitFor(async () => (await hub.publish("a", "x")) === 0);
    await hub.publish("b", "y");
    await waitFor(() => hub.messages("one")?.length === 1);
    expect(texts(hub.messages("one"))).toEqual(["b=y"]);
    expect(changes).toBeGreaterThan(0);
  });

  it("keeps the last 50 messages, and counts all", async () => {
    hub.subscribe("ring", ["a"]);
    await allSubscribed(hub);
    for (let number = 1; number <= 120; number += 1) await hub.publish("a", String(number));
    await waitFor(() => viewOf("ring")?.received === 120);
    const seqs = (limit?: number) => hub.messages("ring", limit)?.map(({ seq }) => seq);
    expect(seqs()).toEqual(Array.from({ length: 50 }, (_, at) => at + 71));
    expect(seqs(2)).toEqual([119, 120]);
    expect(seqs(0)).toEqual([]);
    expect(seqs(1000)).toHaveLength(50);
  });

  it("receives any bytes as they were published, and keeps the beginning of long ones", async () => {
    const whole: HubMessage[] = [];
    const watched: HubMessage[] = [];
    hub.subscribe("bytes", ["a"], (message) => whole.push(message));
    const stop = hub.watch({ onMessage: (_name, message) => void watched.push(message) });
    await allSubscribed(hub);
    const bytes = Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256));
    const long = Buffer.from(`a${"é".repeat(10_000)}`);
    for (const payload of [bytes, Buffer.alloc(0), long]) await hub.publish("a", payload);
    await waitFor(() => whole.length === 3);
    stop();
    expect(whole.map(({ payload }) => payload)).toEqual([bytes, Buffer.alloc(0), long]);
    expect(watched).toEqual(hub.messages("bytes"));
    const kept = hub.messages("bytes")?.at(-1);
    expect(kept).toMatchObject({ seq: 3, bytes: 20_001, cut: true });
    // The 16,384th byte is the first one of a character.
    expect(kept?.payload.toString()).toBe(`a${"é".repeat(8191)}`);
    await hub.publish("a", "after");
    await waitFor(() => whole.length === 4);
    expect(watched).toHaveLength(3);
  });

  it("hears names of channels in any script", async () => {
    const names = ["заказы:новые", "注文", 'a b\n"c"', "__proto__", "é".repeat(128)];
    hub.subscribe("names", names);
    await allSubscribed(hub);
    for (const name of names) expect(await hub.publish(name, "x")).toBe(1);
    await waitFor(() => viewOf("names")?.received === names.length);
    expect(hub.messages("names")?.map(({ channel }) => channel)).toEqual(names);
    expect((await hub.activeChannels()).sort()).toEqual([...names].sort());
    expect(hub.stats().channels.get("__proto__")).toEqual({
      published: 1,
      delivered: 1,
      received: 1,
      fannedOut: 1,
    });
  });
});

describe("a callback", () => {
  it("that throws or rejects is counted, and the next message comes all the same", async () => {
    const got: string[] = [];
    hub.subscribe("throws", ["a"], ({ payload, seq }) => {
      if (seq % 2 === 1) throw new Error("no");
      got.push(payload.toString());
    });
    hub.subscribe("rejects", ["a"], async ({ seq }) => {
      if (seq % 2 === 1) throw new Error("no");
    });
    await allSubscribed(hub);
    for (const text of ["1", "2", "3", "4"]) await hub.publish("a", text);
    await waitFor(() => got.length === 2 && viewOf("rejects")?.failed === 2);
    expect(got).toEqual(["2", "4"]);
    expect(viewOf("throws")?.failed).toBe(2);
    expect(viewOf("throws")).toMatchObject({ received: 4, dropped: 0 });
  });

  it("that never ends fills its own queue and nobody else's", async () => {
    const got: string[] = [];
    let calls = 0;
    hub.subscribe("stuck", ["a"], () => {
      calls += 1;
      return new Promise(() => {});
    });
    hub.subscribe("fine", ["a"], ({ payload }) => got.push(payload.toString()));
    await allSubscribed(hub);
    const sent = Array.from({ length: 300 }, (_, number) => String(number));
    for (const text of sent) await hub.publish("a", text);
    await waitFor(() => got.length === 300);
    expect(got).toEqual(sent);
    expect(calls).toBe(1);
    // One in its hands, 100 that wait.
    expect(viewOf("stuck")).toMatchObject({ received: 300, dropped: 199, failed: 0 });
    expect(hub.messages("stuck")?.at(-1)?.seq).toBe(300);
    expect(viewOf("fine")).toMatchObject({ received: 300, dropped: 0 });
  });

  it("may subscribe and unsubscribe, itself too", async () => {
    hub.subscribe("once", ["a"], () => {
      hub.unsubscribe("once");
      hub.subscribe("later", ["a"]);
    });
    hub.subscribe("other", ["a"]);
    await allSubscribed(hub);
    await hub.publish("a", "1");
    await waitFor(() => viewOf("other")?.received === 1);
    await allSubscribed(hub);
    await hub.publish("a", "2");
    await waitFor(() => viewOf("other")?.received === 2);
    expect(texts(hub.messages("later"))).toEqual(["a=2"]);
    expect(viewOf("once")).toBeUndefined();
  });
});
