import { Acceptance, ChannelSubscription, type LeaseState } from "@bellwire/messaging";
import {
  type Proxy as FaultyProxy,
  type RedisProcess,
  startProxy,
  startRedis,
  waitFor,
} from "@bellwire/testkit";
import { afterAll, afterEach, beforeAll } from "vitest";
import { ChannelDoor } from "../../src/intake/channel-door.ts";
import { RawBudget } from "../../src/intake/raw-budget.ts";
import { Sweeper } from "../../src/intake/sweeper.ts";
import { fromWeb, type Hallway, openHallway, payload } from "./hallway.ts";

export type SetupOptions = {
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
    since: 1,
    after: undefined as string | undefined,
    leaving: [] as string[],
    taken: 0,
    released: 0,
    announceLeaving: async () => 0,
    announceTaken: async () => 0,
    noteLeaving: (owner: string) => void lease.leaving.push(owner),
    noteTaken: () => {
      lease.taken += 1;
    },
    noteReleased: () => {
      lease.released += 1;
    },
    /** As when the next look at Redis finds it ours, after another owner if one is named. */
    take: (after?: string) => {
      lease.state = "held";
      lease.tenure += 1;
      if (after === undefined) return;
      lease.since = lease.tenure;
      lease.after = after;
    },
  };
  return lease;
}

/** A Redis, a proxy that only the commands of a door pass through, and doors between the two; all closed at the end. */
export function useChannelDoors() {
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
      reading: { cut: new RawBudget().cut, addressing: "direct" },
      ...{ dropped: metrics.dropped, drainMs },
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
    const acceptance = new Acceptance({
      redis: hall.link,
      prefix: hall.prefix,
      channel,
      maxWaiting: 100_000,
    });
    /** As web does: record, index and PUBLISH in one step. */
    const accept = async (...texts: string[]) => {
      const drafts = texts.map((text) => fromWeb(text, `web-${text}`));
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

  return {
    setup,
    get redis() {
      return redis;
    },
    get proxy() {
      return proxy;
    },
  };
}
