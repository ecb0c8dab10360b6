import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Lease, type LeaseOptions, type LeaseState } from "../src/lease.ts";
import { readLeaseWord } from "../src/lease-word.ts";
import { RedisLink } from "../src/redis-link.ts";

const LEASE_MS = 400;
/** Where a test turns the handle itself, so that the real lease never runs out below it. */
const LONG_LEASE_MS = 60_000;

let redis: RedisProcess;
let link: RedisLink;
const leases: Lease[] = [];

beforeEach(async () => {
  redis = await startRedis();
  link = new RedisLink({ url: redis.url, name: "lease", commandTimeoutMs: 150 });
  await link.ready(5000);
});
afterEach(async () => {
  for (const lease of leases.splice(0)) await lease.stop();
  link.close();
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

describe("Lease, when its owner leaves,", () => {
  it("tells who listens that it is given back, once, and counts them", async () => {
    const heard: string[] = [];
    const listener = redis.client();
    listener.on("message", (_channel: string, name: string) => heard.push(name));
    await listener.subscribe("bots");
    const first = lease("first", { leaseMs: LONG_LEASE_MS });
    await first.tick();
    expect([await first.stop(), await first.stop()]).toEqual([1, 0]);
    await waitFor(() => heard.length > 0);
    expect(heard).toEqual(["first"]);
  });

  it("lets its owner say that it leaves and that it has it, and nobody else", async () => {
    const heard: string[] = [];
    const listener = redis.client();
    listener.on("message", (_channel: string, word: string) => heard.push(word));
    await listener.subscribe("bots");
    const options = { leaseMs: LONG_LEASE_MS };
    const [first, second] = [lease("first", options), lease("second", options)];
    await first.tick();
    await second.tick();
    expect([await second.announceLeaving(), await second.announceTaken()]).toEqual([0, 0]);
    expect([await first.announceTaken(), await first.announceLeaving()]).toEqual([1, 1]);
    expect(first.state).toBe("held");
    await first.stop();
    await waitFor(() => heard.length === 3);
    expect(heard.map(readLeaseWord)).toEqual([
      { kind: "taken", owner: "first", tenure: 1 },
      { kind: "leaving", owner: "first" },
      { kind: "released", owner: "first" },
    ]);
  });

  it("counts as nobody's while its owner is leaving, however often that one renews it", async () => {
    const [first, second] = [lease("first"), lease("second")];
    first.start();
    second.start();
    await waitFor(() => first.state === "held" && second.state === "other");
    const states: LeaseState[] = [];
    second.noteLeaving("first");
    for (let look = 0; look < 5; look += 1) {
      await first.tick();
      await second.tick();
      states.push(second.state);
    }
    expect(new Set(states)).toEqual(new Set(["unknown"]));
    await first.stop();
    await waitFor(() => second.state === "held");
    const third = lease("third");
    third.start();
    await waitFor(() => third.state === "other");
  });

  it("is left, for a while, to those who heard that its owner leaves", async () => {
    const listeners = [redis.client(), redis.client()];
    for (const listener of listeners) await listener.subscribe("bots");
    const options = { leaseMs: 1000 };
    const [first, heir, newcomer] = [
      lease("first", options),
      lease("heir", options),
      lease("newcomer", options),
    ];
    await first.tick();
    await first.announceLeaving();
    heir.noteLeaving("first");
    await first.stop();
    await newcomer.tick();
    expect(newcomer.state).toBe("unknown");
    await heir.tick();
    expect(heir.state).toBe("held");
    // Where no heir comes, it is everybody's after one lease.
    await heir.announceLeaving();
    await heir.stop();
    await waitFor(async () => {
      await newcomer.tick();
      return newcomer.state === "held";
    });
  });

  it("is free at once where nobody else heard that its owner leaves", async () => {
    await redis.client().subscribe("bots");
    const [first, newcomer] = [lease("first"), lease("newcomer")];
    await first.tick();
    await first.announceLeaving();
    await first.stop();
    await newcomer.tick();
    expect(newcomer.state).toBe("held");
  });

  it("is taken at once by one who hears that it was given back", async () => {
    const [first, second] = [lease("first"), lease("second")];
    first.start();
    second.start();
    await waitFor(() => first.state === "held" && second.state === "other");
    await first.stop();
    second.noteReleased();
    expect(second.state).not.toBe("other");
    await waitFor(() => second.state === "held");
  });
});
