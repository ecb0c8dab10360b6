import { Acceptance, ChannelSubscription, type LeaseState } from "@bellwire/messaging";
import {
  type Proxy as FaultyProxy,
  type RedisProcess,
  startProxy,
  startRedis,
  waitFor,
} from "@bellwire/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ChannelDoor } from "../../src/intake/channel-door.ts";
import { RawBudget } from "../../src/intake/raw-budget.ts";
import { Sweeper } from "../../src/intake/sweeper.ts";
import { type Hallway, numbers, openHallway, payload } from "./hallway.ts";

let redis: RedisProcess;
let proxy: FaultyProxy;
const doors: { door: ChannelDoor; hall: Hallway }[] = [];

beforeAll(async () => {
  redis = await startRedis();
  proxy = await startProxy({ port: redis.port });
});
afterEach(async () => {
  proxy.dropReplies(0);
  proxy.blackhole(false);
  proxy.cut();
  for (const { door, hall } of doors.splice(0)) {
    await door.stop();
    hall.close();
  }
});
afterAll(async () => {
  await proxy.close();
  await redis.stop();
});

type SetupOptions = {
  drainMs?: number;
  prefix?: string;
  owner?: string;
  state?: LeaseState;
  maxWaiting?: number;
  maxBufferBytes?: number;
};

/** A lease that says what the test wants, and does nothing by itself. */
function fakeLease(state: LeaseState) {
  const lease = {
    state,
    tenure: state === "held" ? 1 : 0,
    leaving: [] as string[],
    released: 0,
    announceLeaving: async () => 0,
    announceTaken: async () => 0,
    noteLeaving: (owner: string) => void lease.leaving.push(owner),
    noteReleased: () => {
      lease.released += 1;
    },
    /** As when the next look at Redis finds it ours. */
    take: () => {
      lease.state = "held";
      lease.tenure += 1;
    },
  };
  return lease;
}

async function setup({ drainMs = 5000, state = "held", owner = "me", ...options }: SetupOptions = {}) {
  const { maxBufferBytes = 1_000_000, ...rest } = options;
  const hall = await openHallway(redis, { url: proxy.url(), owner, ...rest });
  const channel = `${hall.prefix}:news`;
  const bots = hall.keys.botsChannel;
  const { admission, intake, logger, metrics } = hall;
  const sweeper = new Sweeper({ intake, admission });
  const subscription = new ChannelSubscription({
    ...{ url: redis.url, name: `door-${owner}`, channels: [channel, bots], redis: hall.link },
    ownChannel: (generation) => `${hall.prefix}:${owner}:${generation}`,
    maxBufferBytes,
    heartbeatMs: 250,
    onStatus: () => sweeper.expectGap(),
  });
  const lease = fakeLease(state);
  lease.announceTaken = () => hall.client.publish(bots, `taken ${owner} ${lease.tenure}`);
  const door = new ChannelDoor({
    ...{ subscription, channel, botsChannel: bots, botId: owner, lease, admission, sweeper, logger },
    ...{ raw: new RawBudget(), dropped: metrics.dropped, drainMs },
  });
  doors.push({ door, hall });
  if (state === "held") await hall.hold(owner);
  door.start();
  await waitFor(() => subscription.status === "subscribed");
  const publish = (raw: string | Buffer) => hall.client.publish(channel, raw);
  const notify = (message: string) => publish(payload(message));
  /** Publishes many in one go. */
  const notifyAll = async (messages: readonly string[]) => {
    const pipeline = hall.client.pipeline();
    for (const message of messages) pipeline.publish(channel, payload(message));
    await pipeline.exec();
  };
  const acceptance = new Acceptance({ redis: hall.link, prefix: hall.prefix, channel, maxWaiting: 100_000 });
  /** As web does: record, index and PUBLISH in one step. */
  const accept = async (...texts: string[]) => {
    const drafts = texts.map((text) => ({
      ...({
        id: `web-${text}`,
        lane: "42",
        body: payload(text),
        fingerprint: "x",
        priority: "normal",
      } as const),
      ...({ door: "channel", payload: payload(text, { id: `web-${text}` }) } as const),
    }));
    return await acceptance.accept(drafts);
  };
  const dropped = (where: string) => metrics.dropped.of({ where });
  const received = () => metrics.received.of({ door: "channel" });
  return {
    ...{ hall, door, subscription, lease, sweeper, channel, bots, publish, notify, notifyAll, accept },
    ...{ dropped, received, texts: hall.texts },
    arrive: (count: number) => waitFor(async () => (await hall.texts()).length >= count),
  };
}

describe("ChannelDoor", () => {
  it("admits what is valid, in order, and nothing that came on another channel", async () => {
    const { hall, bots, texts, arrive, received, notify } = await setup();
    await hall.client.publish(bots, '{"user_id":1,"message":"not for us"}');
    for (const message of ["1", "2", "3"]) await notify(message);
    await arrive(3);
    expect(await texts()).toEqual(["1", "2", "3"]);
    expect(received()).toBe(3);
    expect(hall.metrics.admitted.of({ door: "channel" })).toBe(3);
    expect(hall.wakes.count).toBeGreaterThan(0);
  });

  it("puts what is malformed into quarantine with the reason, and goes on", async () => {
    const { hall, arrive, publish, notify } = await setup();
    const bad: [string, Buffer][] = [
      ["invalid_json", Buffer.from("not json: the text of a person")],
      ["invalid_json", Buffer.alloc(0)],
      ["invalid_utf8", Buffer.from([0x7b, 0xff, 0xfe])],
      ["invalid_notification", Buffer.from('{"user_id":"42","message":"hi"}')],
      ["invalid_notification", Buffer.from('{"user_id":42}')],
      ["not_supported", Buffer.from('{"user_id":42,"message":"hi","category":"news"}')],
      ["lossy_number", Buffer.from('{"user_id":9007199254740993,"message":"hi"}')],
      ["too_deep", Buffer.from(`${"[".repeat(40)}${"]".repeat(40)}`)],
      ["too_large", Buffer.alloc(300_000, " ")],
    ];
    for (const [, raw] of bad) await publish(raw);
    await notify("after all that");
    await arrive(1);
    const kept = await hall.quarantined();
    expect(kept.map(({ reason }) => reason)).toEqual(bad.map(([reason]) => reason));
    expect(kept.map(({ bytes }) => bytes)).toEqual(bad.map(([, raw]) => raw.length));
    expect(kept.every(({ door, detail }) => door === "channel" && detail !== "")).toBe(true);
    expect(kept.every(({ raw }) => raw.length <= 16 * 1024)).toBe(true);
    expect(hall.metrics.malformed.of({ door: "channel", reason: "invalid_json" })).toBe(2);
    expect(hall.lines.join("")).not.toContain("the text of a person");
  });

  it("is not kept from what is valid by a flood of what is not, and counts all of it", async () => {
    const { hall, channel, arrive, notify } = await setup({ maxBufferBytes: 64_000_000 });
    const pipeline = hall.client.pipeline();
    const flood = Buffer.alloc(20_000, "x");
    for (let number = 0; number < 1000; number++) pipeline.publish(channel, flood);
    await pipeline.exec();
    await notify("after the flood");
    await arrive(1);
    expect(hall.metrics.malformed.of({ door: "channel", reason: "invalid_json" })).toBe(1000);
    const kept = await hall.quarantined();
    expect(kept).toHaveLength(1000);
    expect(kept[0]).toMatchObject({ bytes: 20_000 });
    expect(kept.reduce((sum, { raw }) => sum + raw.length, 0)).toBeLessThan(8_000_000);
  });

  it("leaves to another bot what that one takes in", async () => {
    const { hall, lease, texts, arrive, received, dropped, notify } = await setup({ state: "other" });
    await notify("for the other");
    await waitFor(() => dropped("standby") === 1);
    await hall.hold();
    lease.take();
    await notify("for this one");
    await arrive(1);
    expect(await texts()).toEqual(["for this one"]);
    expect(received()).toBe(1);
  });

  it("keeps what it hears while nobody is known to take in", async () => {
    const { hall, lease, texts, arrive, subscription, notify } = await setup({ state: "unknown" });
    await notify("1");
    await waitFor(() => subscription.buffered.messages === 0);
    await notify("2");
    expect(await texts()).toEqual([]);
    await hall.hold();
    lease.take();
    await arrive(2);
    expect(await texts()).toEqual(["1", "2"]);
  });

  it("keeps what it hears while Redis is full, and says so", async () => {
    const { hall, texts, arrive, notify } = await setup();
    await notify("0");
    await arrive(1);
    await hall.client.config("SET", "maxmemory", "1");
    for (const number of numbers(1, 20)) await notify(number);
    await waitFor(() => hall.check("admission")?.status === "warn");
    expect(await texts()).toEqual(["0"]);
    await hall.client.config("SET", "maxmemory", "0");
    await arrive(20);
    expect(await texts()).toEqual(numbers(0, 20));
  });

  it("drops and counts what is beyond a full queue: the channel keeps nothing", async () => {
    const { hall, channel, texts, dropped } = await setup({ maxWaiting: 30 });
    for (const number of numbers(1, 51))
      await hall.client.publish(channel, payload(number, { user_id: Number(number) }));
    await waitFor(() => dropped("queue_full") === 20);
    expect(await texts()).toEqual(numbers(1, 31));
    expect(hall.check("admission")?.status).toBe("warn");
  });

  it("keeps what it heard where Redis says that the lease is gone, until it is clear whose it is", async () => {
    const { hall, lease, texts, arrive, dropped, notify } = await setup();
    // As after FLUSHALL: this bot finds out at its next look, and takes it anew.
    await hall.client.del(hall.keys.intakeLease);
    await notify("1");
    await hall.hold();
    await arrive(1);
    await hall.hold("another");
    await notify("2");
    lease.state = "other";
    await waitFor(() => dropped("standby") === 1);
    expect(await texts()).toEqual(["1"]);
  });

  it.each([
    ["an admission", "generated"],
    ["a sweep", "EVALSHA"],
  ])("loses and doubles nothing where a reply is lost: of %s", async (_what, word) => {
    const { texts, arrive, notify, notifyAll } = await setup();
    await notify("0");
    await arrive(1);
    let lost = 0;
    proxy.dropReplies(({ request }) => {
      const isIt = request.toString("latin1").toLowerCase().includes(word.toLowerCase());
      if (isIt) lost += 1;
      return isIt;
    });
    await notifyAll(numbers(1, 30));
    await waitFor(() => lost === 1);
    await arrive(30);
    await notify("30");
    await arrive(31);
    expect(await texts()).toEqual(numbers(0, 31));
  });
});

describe("ChannelDoor's sweep", () => {
  it("admits first what web accepted before this bot took over, then what it heard", async () => {
    const { hall, lease, texts, arrive, accept, dropped } = await setup({ state: "other" });
    await accept("1", "2");
    await waitFor(() => dropped("standby") === 2);
    lease.state = "unknown";
    await accept("3");
    await hall.hold();
    lease.take();
    await arrive(3);
    expect(await texts()).toEqual(["1", "2", "3"]);
  });

  it("admits what was published while the connection was away, before what came after", async () => {
    const { hall, subscription, texts, arrive, accept } = await setup();
    await accept("1");
    await arrive(1);
    await hall.client.call("CLIENT", "KILL", "TYPE", "pubsub");
    // A monitor of the bots' channel stands for another bot, so that web goes on accepting.
    const monitor = redis.client();
    await monitor.subscribe(hall.keys.botsChannel);
    await accept("2", "3");
    await waitFor(() => subscription.status === "subscribed");
    await accept("4");
    await arrive(4);
    monitor.disconnect();
    expect(await texts()).toEqual(["1", "2", "3", "4"]);
  });

  it("admits what did not fit into the buffer", async () => {
    const { hall, dropped, texts, arrive, accept, subscription } = await setup({ maxBufferBytes: 6000 });
    await accept("0");
    await arrive(1);
    const all = numbers(1, 400);
    // In one step, so that the buffer cannot be emptied in between.
    await accept(...all);
    await arrive(400);
    expect(await texts()).toEqual(["0", ...all]);
    expect(subscription.buffered.dropped).toBeGreaterThan(0);
    expect(dropped("buffer")).toBe(subscription.buffered.dropped);
    expect(hall.metrics.admitted.of({ door: "channel" })).toBe(400);
  });

  it("admits after a second what nobody heard for whatever reason, and doubles nothing", async () => {
    const { hall, texts, arrive, accept, notify } = await setup();
    await accept("heard");
    await arrive(1);
    // Accepted, and its PUBLISH went to nobody: the record says channel, the message is not there.
    const other = new Acceptance({
      ...{ redis: hall.link, prefix: hall.prefix, channel: `${hall.prefix}:elsewhere`, maxWaiting: 1000 },
    });
    const text = "unheard";
    await other.accept([
      {
        ...{
          id: "u",
          lane: "42",
          body: payload(text),
          fingerprint: "x",
          priority: "normal",
          door: "channel",
        },
        payload: payload(text, { id: "u" }),
      },
    ]);
    await arrive(2);
    await notify("last");
    await arrive(3);
    expect(await texts()).toEqual(["heard", "unheard", "last"]);
  });
});

describe("ChannelDoor's stop", () => {
  it("finishes what was heard", async () => {
    const { door, lease, bots, hall, texts, dropped, notifyAll } = await setup();
    lease.announceLeaving = () => hall.client.publish(bots, "leaving me");
    await notifyAll(numbers(0, 200));
    await door.stop();
    await door.stop();
    expect(await texts()).toEqual(numbers(0, 200));
    expect(dropped("shutdown")).toBe(0);
  });

  it("is bounded, and counts what it gave up, where Redis is stuck", async () => {
    const { door, hall, texts, received, arrive, dropped, notify } = await setup({ drainMs: 50 });
    await notify("0");
    await arrive(1);
    const before = proxy.swallowedBytes();
    proxy.blackhole(true);
    await notify("1");
    await waitFor(() => proxy.swallowedBytes() > before);
    await door.stop();
    expect([received(), dropped("shutdown")]).toEqual([1, 1]);
    expect(await texts()).toEqual(["0"]);
    expect(hall.lines.join("")).toContain("could not be admitted in time");
  });

  it("is bounded where it waits for the lease", async () => {
    const { door, texts, dropped, notify } = await setup({ drainMs: 20, state: "unknown" });
    await notify("1");
    await door.stop();
    expect(await texts()).toEqual([]);
    expect(dropped("shutdown")).toBe(1);
  });

  it("is bounded where the lease was lost meanwhile", async () => {
    const { door, lease, hall, texts, dropped, notify } = await setup({ drainMs: 50 });
    lease.announceLeaving = async () => {
      await hall.hold("another");
      await notify("1");
      return 2;
    };
    await door.stop();
    expect(await texts()).toEqual([]);
    expect(dropped("shutdown")).toBe(1);
  });

  it("hears nothing more once it has begun", async () => {
    const { door, texts, notify } = await setup();
    await notify("1");
    await door.stop();
    expect(await notify("2")).toBe(0);
    expect(await texts()).toEqual(["1"]);
  });
});

describe("ChannelDoor's hand-over", () => {
  /** Says that it leaves as Redis would pass it on: the word stands between two messages of the channel. */
  async function leave(heardBy: number) {
    const made = await setup();
    made.lease.announceLeaving = async () => {
      await made.notify("before");
      await made.hall.client.publish(made.bots, "leaving me");
      await made.notify("after");
      return heardBy;
    };
    await made.door.stop();
    return made;
  }

  it("leaves what comes after its word to the successor", async () => {
    const { texts, dropped } = await leave(2);
    expect(await texts()).toEqual(["before"]);
    expect(dropped("handed_over")).toBe(1);
  });

  it("takes in everything where nobody follows", async () => {
    const { texts } = await leave(1);
    expect(await texts()).toEqual(["before", "after"]);
  });

  it("waits for its turn after another one's word, and not before it", async () => {
    const { hall, lease, bots, notify, texts, arrive } = await setup({ state: "other" });
    lease.noteLeaving = () => {
      lease.state = "unknown";
    };
    await notify("of the other");
    await hall.client.publish(bots, "leaving another");
    await notify("ours");
    await waitFor(() => lease.state === "unknown");
    await hall.client.publish(bots, "another");
    await notify("ours too");
    await waitFor(() => lease.released === 1);
    await hall.hold();
    lease.take();
    await arrive(2);
    expect(await texts()).toEqual(["ours", "ours too"]);
  });

  it("leaves to the other what came before its word also where it did not know of that one", async () => {
    const { hall, lease, bots, notify, texts, arrive, dropped } = await setup({ state: "unknown" });
    await notify("of the other");
    await hall.client.publish(bots, "leaving another");
    await notify("ours");
    await waitFor(() => lease.leaving.length === 1);
    expect(dropped("standby")).toBe(1);
    await hall.hold();
    lease.take();
    await arrive(1);
    expect(await texts()).toEqual(["ours"]);
  });

  it("leaves to the other what came before it gave the lease back without a word before", async () => {
    const { hall, lease, bots, notify, texts, arrive } = await setup({ state: "other" });
    lease.noteReleased = () => {
      lease.state = "unknown";
    };
    await notify("of the other");
    await hall.client.publish(bots, "another");
    await notify("ours");
    await waitFor(() => lease.state === "unknown");
    await hall.hold();
    lease.take();
    await arrive(1);
    expect(await texts()).toEqual(["ours"]);
  });

  it("decides about nothing it heard before it has heard its own word", async () => {
    const { hall, lease, bots, notify, texts, arrive, dropped } = await setup({ state: "unknown" });
    let announced = 0;
    lease.announceTaken = async () => {
      announced += 1;
      return 0;
    };
    await notify("of the other");
    await hall.hold();
    lease.take();
    await waitFor(() => announced === 1);
    await hall.client.publish(bots, "leaving another");
    await notify("ours");
    await hall.client.publish(bots, `taken me ${lease.tenure}`);
    await arrive(1);
    expect(await texts()).toEqual(["ours"]);
    expect(dropped("standby")).toBe(1);
  });
});
