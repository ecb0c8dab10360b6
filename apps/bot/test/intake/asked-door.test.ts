import { GroupReader, type LeaseState, QueueReader } from "@bellwire/messaging";
import {
  type Proxy as FaultyProxy,
  type RedisProcess,
  startProxy,
  startRedis,
  waitFor,
} from "@bellwire/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { AskedDoorLoop } from "../../src/intake/asked-door.ts";
import { queueSource } from "../../src/intake/queue-door.ts";
import { RawBudget } from "../../src/intake/raw-budget.ts";
import { streamSource } from "../../src/intake/stream-door.ts";
import { type Hallway, numbers, openHallway, payload } from "./hallway.ts";

const TRIMMED = { reason: "trimmed", detail: " was trimmed" };
const LARGEST = { bytes: 262_144, reason: "too_large", detail: "too large" };

let redis: RedisProcess;
let proxy: FaultyProxy;
const halls: Hallway[] = [];
const loops: AskedDoorLoop[] = [];

beforeAll(async () => {
  redis = await startRedis();
  proxy = await startProxy({ port: redis.port });
});
afterEach(async () => {
  proxy.dropReplies(0);
  for (const loop of loops.splice(0)) await loop.stop();
  for (const hall of halls.splice(0)) hall.close();
});
afterAll(async () => {
  await proxy.close();
  await redis.stop();
});

type Door = "queue" | "stream";

/** What a loop asks for the lease: what it believes, and how often it looked. */
function believing(state: LeaseState) {
  const belief = { now: state, looks: 0 };
  return {
    belief,
    lease: {
      get state() {
        belief.looks += 1;
        return belief.now;
      },
    },
  };
}

/** One bot's loop at one door; several may share a hallway. */
async function setup(
  door: Door,
  options: { maxWaiting?: number; prefix?: string; owner?: string; believes?: LeaseState } = {},
) {
  const { owner = "me", believes = "held", ...rest } = options;
  const hall = await openHallway(redis, { url: proxy.url(), owner, ...rest });
  halls.push(hall);
  const key = door === "queue" ? hall.keys.queueDoor : hall.keys.streamDoor;
  const { belief, lease } = believing(believes);
  const { logger, health, admission } = hall;
  const source = openSource(door, hall, owner);
  const loop = new AskedDoorLoop({ door, key, source, admission, lease, health, logger });
  loops.push(loop);
  loop.start();
  const put = async (...payloads: (string | Buffer)[]) => {
    const pipeline = hall.client.pipeline();
    for (const text of payloads) {
      if (door === "queue") pipeline.lpush(key, text);
      else pipeline.xadd(key, "*", "payload", text);
    }
    await pipeline.exec();
  };
  const notify = (...texts: string[]) => put(...texts.map((text) => payload(text)));
  /** Resolves after so many further rounds of the loop. */
  const rounds = async (count: number) => {
    const until = belief.looks + count;
    await waitFor(() => belief.looks >= until);
  };
  return { hall, belief, loop, key, put, notify, rounds, left: () => left(door, hall), texts: hall.texts };
}

function openSource(door: Door, hall: Hallway, owner: string) {
  const { malformed, trimmed } = hall.metrics;
  const { logger, prefix, link } = hall;
  const common = { url: proxy.url(), name: `door-${owner}`, prefix, reader: owner, largest: LARGEST };
  const raw = new RawBudget();
  if (door === "queue")
    return queueSource({ reader: new QueueReader({ ...common, redis: link }), raw, malformed });
  const reader = new GroupReader({ ...common, group: "bot", trimmed: TRIMMED });
  return streamSource({ reader, raw, malformed, trimmed, logger });
}

/** What the door still holds of what came in. */
async function left(door: Door, { client, keys }: Hallway): Promise<number> {
  if (door === "queue") {
    const lists = await client.keys(`${keys.queuePending("")}*`);
    const lengths = await Promise.all([keys.queueDoor, ...lists].map((list) => client.llen(list)));
    return lengths.reduce((sum, length) => sum + length, 0);
  }
  const groups = (await client.xinfo("GROUPS", keys.streamDoor)) as unknown[][];
  return groups.reduce((sum, facts) => sum + Number(facts[facts.indexOf("pending") + 1]), 0);
}

describe.each(["queue", "stream"] as const)("the %s door", (door) => {
  it("admits what came before it and what comes after, in order, and leaves nothing behind", async () => {
    const { hall, notify, texts, left } = await setup(door);
    await notify(...numbers(0, 700));
    await hall.hold();
    await waitFor(async () => (await texts()).length === 700);
    await notify(...numbers(700, 710));
    await waitFor(async () => (await texts()).length === 710);
    expect(await texts()).toEqual(numbers(0, 710));
    expect(await left()).toBe(0);
    expect([hall.metrics.received.of({ door }), hall.metrics.admitted.of({ door })]).toEqual([710, 710]);
    expect(hall.wakes.count).toBeGreaterThan(1);
    expect(hall.check(door)).toMatchObject({ status: "ok", words: expect.stringContaining("Reading the") });
  });

  it("puts what is malformed into quarantine with the reason, and goes on", async () => {
    const { hall, put, texts, left } = await setup(door);
    await hall.hold();
    const bad: [string, Buffer][] = [
      ["invalid_json", Buffer.from("not json: the text of a person")],
      ["invalid_json", Buffer.alloc(0)],
      ["invalid_utf8", Buffer.from([0x7b, 0xff, 0xfe])],
      ["invalid_notification", Buffer.from('{"user_id":"42","message":"hi"}')],
      ["not_supported", Buffer.from('{"user_id":42,"message":"hi","category":"news"}')],
      ["too_large", Buffer.alloc(300_000, " ")],
    ];
    await put(payload("before"), ...bad.map(([, raw]) => raw), payload("after"));
    await waitFor(async () => (await texts()).length === 2);
    await waitFor(async () => (await hall.quarantined()).length === bad.length);
    const kept = await hall.quarantined();
    const sorted = (reasons: string[]) => reasons.toSorted((a, b) => (a < b ? -1 : 1));
    expect(sorted(kept.map(({ reason }) => reason))).toEqual(sorted(bad.map(([reason]) => reason)));
    expect(kept.every((entry) => entry.door === door && entry.detail !== "")).toBe(true);
    expect(hall.metrics.malformed.of({ door, reason: "invalid_json" })).toBe(2);
    expect(hall.metrics.malformed.of({ door, reason: "too_large" })).toBe(1);
    expect(await left()).toBe(0);
    expect(hall.lines.join("")).not.toContain("the text of a person");
  });

  it("admits an id once, however often it comes, and puts another request of that id aside", async () => {
    const { hall, put, texts } = await setup(door);
    await hall.hold();
    await put(payload("one", { id: "a" }), payload("one", { id: "a" }), payload("other", { id: "a" }));
    await put(payload("last"));
    await waitFor(async () => (await texts()).includes("last"));
    expect(await texts()).toEqual(["one", "last"]);
    expect(hall.metrics.duplicates.of({ door })).toBe(1);
    expect((await hall.quarantined()).map(({ reason }) => reason)).toEqual(["idempotency_mismatch"]);
    expect(hall.metrics.malformed.of({ door, reason: "idempotency_mismatch" })).toBe(1);
  });

  it("does nothing while another bot takes in, nor while it only believes to be the one", async () => {
    const { hall, belief, notify, rounds, texts } = await setup(door, { believes: "other" });
    await hall.hold();
    await notify("1");
    await rounds(3);
    expect(hall.check(door)?.words).toContain("The bot that takes in reads");
    await hall.hold("another");
    belief.now = "held";
    await notify("2");
    await rounds(5);
    expect(await texts()).toEqual([]);
    await hall.hold();
    await waitFor(async () => (await texts()).length === 2);
    expect(await texts()).toEqual(["1", "2"]);
  });

  it.each([
    ["a reading", door === "queue" ? ["EVALSHA", "stranger"] : ["xreadgroup", "stranger"]],
    ["a wait", door === "queue" ? ["blmove", "stranger"] : ["BLOCK", "stranger"]],
    ["an admission", ["generated", ""]],
  ])("loses and doubles nothing where the reply of %s is lost", async (_what, [word = "", answer = ""]) => {
    const { hall, notify, texts, left } = await setup(door);
    await hall.hold();
    await notify("first");
    await waitFor(async () => (await texts()).length === 1);
    let lost = 0;
    proxy.dropReplies(({ request, reply }) => {
      const isIt = request.toString("latin1").includes(word) && reply.toString("latin1").includes(answer);
      if (isIt) lost += 1;
      return isIt;
    });
    await notify(...numbers(0, 20).map((number) => `stranger ${number}`));
    await waitFor(() => lost === 1);
    await notify("last");
    await waitFor(async () => (await texts()).includes("last"));
    expect(await texts()).toEqual(["first", ...numbers(0, 20).map((number) => `stranger ${number}`), "last"]);
    expect(await left()).toBe(0);
  });

  it("goes on after its connections were cut, all data was deleted, and Redis was gone", async () => {
    const { hall, notify, texts } = await setup(door);
    await hall.hold();
    await notify("1");
    await waitFor(async () => (await texts()).length === 1);
    proxy.cut();
    await notify("2");
    await waitFor(async () => (await texts()).length === 2);
    await hall.client.flushall();
    await hall.client.script("FLUSH");
    await hall.hold();
    await notify("3");
    await waitFor(async () => (await texts()).includes("3"));
    expect(await texts()).toEqual(["3"]);
    await redis.kill();
    await waitFor(() => hall.check(door)?.status === "fail");
    expect(hall.check(door)?.words).toContain("cannot be read. Redis cannot be reached.");
    await redis.restart();
    await waitFor(() => hall.client.ping());
    await hall.hold();
    await notify("4");
    await waitFor(async () => (await texts()).includes("4"));
    expect(await texts()).toEqual(["4"]);
    expect(hall.check(door)?.status).toBe("ok");
  });

  it("leaves what is beyond a full queue where it is, and takes it when there is room", async () => {
    const { hall, put, rounds, texts, left } = await setup(door, { maxWaiting: 50 });
    await hall.hold();
    // A chat may hold a tenth of all, so each is to another one.
    await put(...numbers(0, 100).map((text) => payload(text, { user_id: 1 + Number(text) })));
    await waitFor(() => hall.check("admission")?.status === "warn");
    expect(hall.check("admission")?.words).toContain("MAX_QUEUED");
    await rounds(2);
    expect(await texts()).toEqual(numbers(0, 50));
    expect(hall.metrics.dropped.of({ where: "queue_full" })).toBe(0);
    const makeRoom = () => hall.client.hset(deliveryDepth(hall), "queued", 0);
    await makeRoom();
    await waitFor(async () => (await texts()).length === 100);
    expect(await texts()).toEqual(numbers(0, 100));
    await waitFor(() => hall.check("admission")?.status === "ok");
    expect(await left()).toBe(0);
  });

  it("puts what is beyond one chat's share among the dead letters", async () => {
    const { hall, notify, texts, left } = await setup(door, { maxWaiting: 50 });
    await hall.hold();
    await notify(...numbers(0, 8));
    await waitFor(() => hall.metrics.dropped.of({ where: "chat_full" }) === 3);
    expect(await texts()).toEqual(numbers(0, 5));
    expect(await left()).toBe(0);
  });

  it("waits while Redis is full, says so, and goes on", async () => {
    const { hall, belief, notify, rounds, texts } = await setup(door);
    await hall.hold();
    await notify("1");
    await waitFor(async () => (await texts()).length === 1);
    belief.now = "other";
    await rounds(2);
    await notify("2", "3");
    await hall.client.config("SET", "maxmemory", "1");
    belief.now = "held";
    await waitFor(() => hall.check("admission")?.status === "warn");
    expect(hall.check("admission")?.words).toContain("Redis is full");
    await rounds(2);
    expect(await texts()).toEqual(["1"]);
    await hall.client.config("SET", "maxmemory", "0");
    await waitFor(async () => (await texts()).length === 3);
    expect(await texts()).toEqual(["1", "2", "3"]);
    expect(hall.check("admission")?.status).toBe("ok");
  });

  it("says what is wrong where a stranger put something else there, and goes on when that is gone", async () => {
    const { hall, key, notify, texts } = await setup(door);
    await hall.client.set(key, "a stranger's");
    await hall.hold();
    await waitFor(() => hall.check(door)?.words.includes("some program put something else there"));
    expect(hall.check(door)?.status).toBe("fail");
    await hall.client.del(key);
    await notify("1");
    await waitFor(async () => (await texts()).length === 1);
    expect(hall.check(door)?.status).toBe("ok");
  });

  it("ends at once when it is stopped, during a wait too, and may be stopped twice", async () => {
    const { hall, loop, notify, texts } = await setup(door);
    await hall.hold();
    await notify("1");
    await waitFor(async () => (await texts()).length === 1);
    const began = performance.now();
    await loop.stop();
    await loop.stop();
    expect(performance.now() - began).toBeLessThan(900);
  });
});

describe.each(["queue", "stream"] as const)("two bots at the %s door", (door) => {
  it("keep order while the lease changes hands again and again, also where both believe to have it", async () => {
    const first = await setup(door);
    const second = await setup(door, { prefix: first.hall.prefix, owner: "other", believes: "other" });
    await first.hall.hold();
    const bots = [first, second] as const;
    const total = 300;
    for (let at = 0; at < total; at += 20) {
      await first.notify(...numbers(at, at + 20));
      if (at % 100 !== 80) continue;
      const [next, former] = at % 200 === 80 ? [bots[1], bots[0]] : bots;
      next.belief.now = "held";
      await next.hall.hold();
      await next.rounds(3);
      await former.rounds(3);
      former.belief.now = "other";
    }
    await waitFor(async () => (await first.texts()).length === total);
    expect(await first.texts()).toEqual(numbers(0, total));
    expect(await first.left()).toBe(0);
    expect(second.hall.metrics.admitted.of({ door })).toBeGreaterThan(0);
  });

  it("lose nothing of what one read and did not admit", async () => {
    const dead = await setup(door);
    const [pending, heir] = [numbers(0, 5), await setup(door, { prefix: dead.hall.prefix, owner: "heir" })];
    await dead.loop.stop();
    await dead.hall.hold();
    await dead.notify(...pending);
    // What the dead one had in hand: read, and nothing more.
    const source = openSource(door, dead.hall, "me");
    await waitFor(async () => {
      const reading = await source.read();
      return reading.kind === "read" && reading.items.length === 5;
    });
    source.close();
    await dead.notify("new");
    await heir.hall.hold();
    await waitFor(async () => (await heir.texts()).length === 6);
    expect(await heir.texts()).toEqual([...pending, "new"]);
    expect(await heir.left()).toBe(0);
  });
});

it("counts entries that a stranger trimmed before they were admitted, and names them in the quarantine", async () => {
  const { hall, loop, notify, texts } = await setup("stream");
  await loop.stop();
  await hall.hold();
  await notify("1", "2", "3");
  const source = openSource("stream", hall, "me");
  await waitFor(async () => (await source.read()).kind === "read");
  await hall.client.xtrim(hall.keys.streamDoor, "MAXLEN", "=", 1);
  const reading = await source.read();
  source.close();
  expect(reading).toMatchObject({ kind: "read", items: [{ draft: { lane: "42" } }] });
  expect(hall.metrics.trimmed.of({})).toBe(2);
  expect((await hall.quarantined()).map(({ reason }) => reason)).toEqual(["trimmed", "trimmed"]);
  expect(await texts()).toEqual([]);
});

const deliveryDepth = ({ prefix }: Hallway) => `${prefix}:depth`;
