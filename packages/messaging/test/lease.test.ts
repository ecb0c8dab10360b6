import {
  type Proxy as FaultyProxy,
  type RedisProcess,
  startProxy,
  startRedis,
  waitFor,
} from "@bellwire/testkit";
import type { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Lease, type LeaseOptions, type LeaseState } from "../src/lease.ts";
import { RedisLink } from "../src/redis-link.ts";

const LEASE_MS = 400;
/** Where a test turns the handle itself, so that the real lease never runs out below it. */
const LONG_LEASE_MS = 60_000;

let redis: RedisProcess;
let proxy: FaultyProxy;
let link: RedisLink;
const leases: Lease[] = [];

beforeEach(async () => {
  redis = await startRedis();
  proxy = await startProxy({ port: redis.port });
  link = new RedisLink({ url: proxy.url(), name: "lease", commandTimeoutMs: 150 });
  await link.ready(5000);
});
afterEach(async () => {
  for (const lease of leases.splice(0)) await lease.stop();
  link.close();
  await proxy.close();
  await redis.stop();
});

function lease(owner: string, options: Partial<LeaseOptions> = {}): Lease {
  const made = new Lease({
    redis: link,
    key: "lease",
    tenureKey: "tenure",
    owner,
    leaseMs: LEASE_MS,
    announceOn: "bots",
    ...options,
  });
  leases.push(made);
  return made;
}

const owner = () => redis.client().get("lease");

describe("Lease", () => {
  it("belongs to one of two, and the other sees that it is renewed", async () => {
    const [first, second] = [lease("first"), lease("second")];
    first.start();
    await waitFor(() => first.state === "held");
    second.start();
    await waitFor(() => second.state === "other" && first.state === "held");
    expect(await owner()).toBe("first");
  });

  it("is given back by stop, so that another one has it at the next look", async () => {
    const options = { leaseMs: LONG_LEASE_MS };
    const [first, second] = [lease("first", options), lease("second", options)];
    await first.tick();
    await second.tick();
    expect([first.state, second.state]).toEqual(["held", "unknown"]);
    await first.stop();
    await first.stop();
    expect(first.state).toBe("unknown");
    await second.tick();
    expect(second.state).toBe("held");
    expect(await owner()).toBe("second");
  });

  it("is not taken again after stop, and not taken from another", async () => {
    const first = lease("first");
    first.start();
    await waitFor(() => first.state === "held");
    await first.stop();
    const second = lease("second", { leaseMs: LONG_LEASE_MS });
    await second.tick();
    await first.stop();
    expect(await owner()).toBe("second");
    expect(second.state).toBe("held");
  });

  it("is taken over from an owner who died, who never counted as alive", async () => {
    const dead = lease("dead");
    await dead.tick();
    const states: LeaseState[] = [];
    const successor = lease("successor", { onChange: (state) => states.push(state) });
    successor.start();
    await waitFor(() => successor.state === "held");
    expect(states).toEqual(["held"]);
    expect(dead.state).toBe("unknown");
  });

  it("is taken over as soon as it runs out, and not only at the next of the regular looks", async () => {
    const dead = lease("dead", { leaseMs: 300 });
    await dead.tick();
    const successor = lease("successor", { leaseMs: 10 * LONG_LEASE_MS });
    successor.start();
    await waitFor(() => successor.state === "held");
  });

  it("does not take a slow reply for a renewal", async () => {
    const dead = lease("dead", { leaseMs: LONG_LEASE_MS });
    await dead.tick();
    let nowMs = 0;
    // The second reply seems to take 20 seconds, so the lease in it could end later than in the first.
    const watcher = lease("watcher", { leaseMs: 1000, nowMs: () => nowMs });
    await watcher.tick();
    const slow = watcher.tick();
    nowMs += 20_000;
    await slow;
    expect(watcher.state).toBe("unknown");
  });

  it("ends by one's own clock when Redis does not answer", async () => {
    let nowMs = 0;
    const held = lease("held", { nowMs: () => nowMs });
    await held.tick();
    proxy.blackhole(true);
    nowMs = LEASE_MS - 1;
    expect(held.state).toBe("held");
    await held.tick();
    expect(held.state).toBe("held");
    nowMs = LEASE_MS;
    expect(held.state).toBe("unknown");
    proxy.blackhole(false);
  });

  it("is counted from before the request, however late the reply", async () => {
    let nowMs = 0;
    const slow = lease("slow", { leaseMs: 1000, nowMs: () => nowMs });
    const tick = slow.tick();
    nowMs = 999;
    await tick;
    expect(slow.state).toBe("held");
    nowMs = 1000;
    expect(slow.state).toBe("unknown");
  });

  it("is let go of at once when Redis names another owner", async () => {
    const first = lease("first", { leaseMs: LONG_LEASE_MS });
    await first.tick();
    // As after a restart of a Redis that keeps nothing.
    await redis.client().del("lease");
    const second = lease("second", { leaseMs: LONG_LEASE_MS });
    await second.tick();
    await first.tick();
    expect([first.state, second.state]).toEqual(["unknown", "held"]);
    await first.stop();
    expect(await owner()).toBe("second");
  });

  it("is given back also where the reply that granted it was lost", async () => {
    const unsure = lease("unsure", { leaseMs: LONG_LEASE_MS });
    await unsure.tick(); // lets Redis learn the script
    await unsure.stop();
    const again = lease("again", { leaseMs: LONG_LEASE_MS });
    proxy.dropReplies(({ request }) => request.toString().toLowerCase().includes("evalsha"));
    await again.tick();
    expect(again.state).toBe("unknown");
    expect(await owner()).toBe("again");
    await waitFor(() => link.run((client) => client.ping()));
    await again.stop();
    expect(await owner()).toBeNull();
  });

  it("comes back by itself after Redis was away", async () => {
    const troubles: string[] = [];
    const held = lease("held", { onTrouble: ({ trouble }) => troubles.push(trouble) });
    held.start();
    await waitFor(() => held.state === "held");
    await redis.kill();
    await waitFor(() => held.state === "unknown" && troubles.includes("disconnected"));
    await redis.restart();
    await waitFor(() => held.state === "held");
  });

  it("can be taken, renewed and given back while Redis is full", async () => {
    const admin = redis.client();
    await admin.config("SET", "maxmemory", "1", "maxmemory-policy", "noeviction");
    await expect(admin.set("key", "value")).rejects.toThrow("OOM");
    const full = lease("full", { leaseMs: LONG_LEASE_MS });
    await full.tick();
    await full.tick();
    expect(full.state).toBe("held");
    await full.stop();
    expect(await owner()).toBeNull();
  });

  it("counts how often it was taken anew, and not how often it was renewed", async () => {
    const options = { leaseMs: LONG_LEASE_MS };
    const [taker, other] = [lease("taker", options), lease("other", options)];
    expect(taker.tenure).toBe(0);
    await taker.tick();
    await taker.tick();
    expect(taker.tenure).toBe(1);
    await redis.client().del("lease");
    await other.tick();
    await taker.tick();
    await redis.client().del("lease");
    await taker.tick();
    expect([taker.state, taker.tenure]).toEqual(["held", 2]);
  });

  it.each([
    ["has no end", (admin: Redis) => admin.set("lease", "dead")],
    ["ends in an hour", (admin: Redis) => admin.set("lease", "dead", "EX", 3600)],
    ["is of another type", (admin: Redis) => admin.rpush("lease", "dead")],
  ])("is taken where the key %s", async (_what, spoil) => {
    await spoil(redis.client());
    const taker = lease("taker", { leaseMs: 1000 });
    await taker.tick();
    expect(taker.state).toBe("held");
    expect(await owner()).toBe("taker");
  });
});
