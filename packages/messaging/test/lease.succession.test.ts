import {
  type Proxy as FaultyProxy,
  type RedisProcess,
  startProxy,
  startRedis,
  waitFor,
} from "@bellwire/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Lease } from "../src/lease.ts";
import { RedisLink } from "../src/redis-link.ts";

/** By the test's clock; in Redis it ends when a test ends it. */
const LEASE_MS = 60_000;

let redis: RedisProcess;
let proxy: FaultyProxy;
let link: RedisLink;
const leases: Lease[] = [];
let nowMs: number;

beforeEach(async () => {
  redis = await startRedis();
  proxy = await startProxy({ port: redis.port });
  link = new RedisLink({ url: proxy.url(), name: "lease", commandTimeoutMs: 500 });
  await link.ready(5000);
  nowMs = 0;
});
afterEach(async () => {
  for (const lease of leases.splice(0)) await lease.stop();
  link.close();
  await proxy.close();
  await redis.stop();
});

function lease(owner: string): Lease {
  const made = new Lease({
    ...{ redis: link, key: "lease", tenureKey: "tenure", owner, leaseMs: LEASE_MS, announceOn: "bots" },
    nowMs: () => nowMs,
  });
  leases.push(made);
  return made;
}

/** The lease runs out in Redis and by everybody's clock. */
async function runOut(): Promise<void> {
  await redis.client().del("lease");
  nowMs += LEASE_MS;
}

/** A lease that was held once, stood still while another one held it too, and has it again. */
async function frozenWhile(harm: (other: Lease) => Promise<unknown>) {
  const [frozen, other] = [lease("frozen"), lease("other")];
  await frozen.tick();
  await runOut();
  await other.tick();
  await harm(other);
  await runOut();
  await frozen.tick();
  return frozen;
}

describe("Lease, when it is taken,", () => {
  it("tells the owner before, also where that one was never seen", async () => {
    const frozen = await frozenWhile(async () => {});
    expect([frozen.state, frozen.since, frozen.after]).toEqual(["held", 2, "other"]);
  });

  it("goes on where it ran out and nobody took it", async () => {
    const alone = lease("alone");
    await alone.tick();
    await runOut();
    expect(alone.state).toBe("unknown");
    await alone.tick();
    expect([alone.state, alone.tenure, alone.after]).toEqual(["held", 1, undefined]);
  });

  it("follows nobody where the owner at the first look was not seen to renew it", async () => {
    const [dead, fresh] = [lease("dead"), lease("fresh")];
    await dead.tick();
    await fresh.tick();
    await runOut();
    await fresh.tick();
    expect([fresh.state, fresh.tenure, fresh.after]).toEqual(["held", 1, undefined]);
  });

  it("follows the owner at the first look where that one was seen to renew it", async () => {
    const [other, fresh] = [lease("other"), lease("fresh")];
    await other.tick();
    await fresh.tick();
    nowMs += LEASE_MS / 2;
    await other.tick();
    await fresh.tick();
    expect(fresh.state).toBe("other");
    await runOut();
    await fresh.tick();
    expect([fresh.state, fresh.after]).toEqual(["held", "other"]);
  });

  it("follows somebody where another one came between the first look and now", async () => {
    const [dead, between, fresh] = [lease("dead"), lease("between"), lease("fresh")];
    await dead.tick();
    await fresh.tick();
    await runOut();
    await between.tick();
    await runOut();
    await fresh.tick();
    expect([fresh.state, fresh.after]).toEqual(["held", "between"]);
  });

  it("follows the one before also where the reply that granted it was lost", async () => {
    const frozen = await frozenWhile(async (other) => {
      await other.tick(); // Redis knows the script by now
      await runOut();
      const [again] = leases;
      proxy.dropReplies(({ request }) => request.toString().toLowerCase().includes("evalsha"));
      await again?.tick();
      expect(again?.state).toBe("unknown");
      expect(await redis.client().get("lease")).toBe("frozen");
      await waitFor(() => link.run((client) => client.ping()));
    });
    expect([frozen.state, frozen.since, frozen.after]).toEqual(["held", 2, "other"]);
  });

  it.each([
    ["a text that is none of ours", () => redis.client().set("tenure", "frozen")],
    [
      "of another type",
      async () => {
        await redis.client().del("tenure");
        await redis.client().rpush("tenure", "other 1 after frozen");
      },
    ],
    ["gone", () => redis.client().del("tenure")],
  ])("does not know whom it follows where what Redis remembers is %s", async (_what, spoil) => {
    const frozen = await frozenWhile(spoil);
    expect([frozen.state, frozen.since, frozen.after]).toEqual(["held", 2, ""]);
    await frozen.tick();
    expect([frozen.since, frozen.after]).toEqual([2, ""]);
  });

  it("is remembered while Redis is full", async () => {
    const admin = redis.client();
    await admin.config("SET", "maxmemory", "1", "maxmemory-policy", "noeviction");
    const frozen = await frozenWhile(async () => {});
    expect([frozen.state, frozen.since, frozen.after]).toEqual(["held", 2, "other"]);
    expect(await admin.get("tenure")).toBe("frozen 2 after other");
  });
});

describe("Lease after FLUSHALL", () => {
  it("follows itself where its own clock says that it holds it", async () => {
    const holder = lease("holder");
    await holder.tick();
    await redis.client().flushall();
    await holder.tick();
    expect([holder.state, holder.tenure, holder.since, holder.after]).toEqual(["held", 2, 1, undefined]);
  });

  it("follows whom it followed before", async () => {
    const frozen = await frozenWhile(async () => {});
    await redis.client().flushall();
    await frozen.tick();
    expect([frozen.state, frozen.tenure, frozen.since, frozen.after]).toEqual(["held", 3, 2, "other"]);
  });

  it("does not know whom it follows where another one was seen to have it", async () => {
    const [holder, other] = [lease("holder"), lease("other")];
    await holder.tick();
    await redis.client().flushall();
    await other.tick();
    await holder.tick();
    await redis.client().flushall();
    await holder.tick();
    expect([holder.state, holder.since, holder.after]).toEqual(["held", 2, ""]);
  });

  it("does not know whom it follows where another one said that it has it, before or after it took it", async () => {
    const holder = lease("holder");
    await holder.tick();
    holder.noteTaken();
    expect(holder.state).toBe("unknown");
    await redis.client().flushall();
    await holder.tick();
    expect([holder.state, holder.since, holder.after]).toEqual(["held", 2, ""]);
    await redis.client().flushall();
    await holder.tick();
    expect([holder.state, holder.tenure, holder.since]).toEqual(["held", 3, 2]);
    holder.noteTaken();
    await holder.tick();
    expect([holder.state, holder.since, holder.after]).toEqual(["held", 3, ""]);
  });
});
