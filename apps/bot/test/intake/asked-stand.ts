import { GroupReader, type LeaseState, QueueReader } from "@bellwire/messaging";
import {
  type Proxy as FaultyProxy,
  type RedisProcess,
  startProxy,
  startRedis,
  waitFor,
} from "@bellwire/testkit";
import { afterAll, afterEach, beforeAll } from "vitest";
import { AskedDoorLoop } from "../../src/intake/asked-door.ts";
import { queueSource } from "../../src/intake/queue-door.ts";
import { RawBudget } from "../../src/intake/raw-budget.ts";
import { streamSource } from "../../src/intake/stream-door.ts";
import { type Hallway, openHallway, payload } from "./hallway.ts";

const TRIMMED = { reason: "trimmed", detail: " was trimmed" };
const LARGEST = { bytes: 262_144, reason: "too_large", detail: "too large" };

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

/** A Redis, a proxy before it, and loops at its doors that pass through the proxy; all stopped at the end. */
export function useAskedDoors() {
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
    const reading = { cut: new RawBudget().cut, addressing: "direct" as const };
    if (door === "queue")
      return queueSource({ reader: new QueueReader({ ...common, redis: link }), reading, malformed });
    const reader = new GroupReader({ ...common, group: "bot", trimmed: TRIMMED });
    return streamSource({ reader, reading, malformed, trimmed, logger });
  }

  return {
    setup,
    openSource,
    get redis() {
      return redis;
    },
    get proxy() {
      return proxy;
    },
  };
}
