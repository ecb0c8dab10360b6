import {
  DeliveryIntake,
  DeliveryWorker,
  RedisLink,
  redisKeys,
  type Settlement,
  type Taken,
} from "@bellwire/messaging";
import { type RedisProcess, waitFor } from "@bellwire/testkit";
import { listenAsBot } from "./running-web.ts";

const RETENTION = { maxAgeMs: 3_600_000, maxRecords: 1000 };
const LIMITS = { perSecond: 0, laneIntervalMs: 0, groupPerMinute: 0 };
const OWNER = "stand-in";
const LEASE_MS = 600_000;

/** How an attempt ends, for the message it was about. */
export type Ending = Settlement extends infer One
  ? One extends Settlement
    ? Omit<One, "id" | "token">
    : never
  : never;

/** Does by hand, with the real delivery queue, what a bot does by itself: a test decides when, and how it ends. */
export async function startStandInBot(redis: RedisProcess, prefix = "notification") {
  const link = new RedisLink({ url: redis.url, name: "stand-in-bot" });
  await link.ready(5000);
  const { leave } = await listenAsBot(redis, prefix);
  await link.run((client) => client.set(redisKeys(prefix).intakeLease, OWNER, "PX", LEASE_MS));
  const basis = { redis: link, prefix, owner: OWNER, retention: RETENTION };
  const intake = new DeliveryIntake({ ...basis, maxWaiting: 1_000_000 });
  const worker = new DeliveryWorker({ ...basis, leaseMs: LEASE_MS, maxAttempts: 12, limits: LIMITS });

  /** Admits what web accepted by the channel. */
  const admit = () => intake.sweepAccepted(0);
  /** Takes message `id` as soon as it is due, leaves the others, and notes the attempt. */
  const begin = async (id: string): Promise<Taken> => {
    await admit();
    const taken = await waitFor(() => takeOnly(worker, id), { what: `${id} to be due` });
    const [allowed] = await worker.attempt([{ id, token: taken.token, parts: 1 }]);
    if (allowed !== true) throw new Error(`the attempt of ${id} was refused`);
    return taken;
  };
  const end = async ({ id, token }: Taken, ending: Ending): Promise<void> => {
    await worker.settle([{ id, token, ...ending }]);
  };
  return {
    admit,
    begin,
    end,
    /** From the door to the end in one go. */
    deliver: async (id: string, ending: Ending) => end(await begin(id), ending),
    stop: () => {
      leave();
      link.close();
    },
  };
}

async function takeOnly(worker: DeliveryWorker, id: string): Promise<Taken | undefined> {
  const { messages } = await worker.take(1000);
  const others = messages.filter((message) => message.id !== id);
  await worker.settle(
    others.map((other) => ({ id: other.id, token: other.token, kind: "returned", reason: "released" })),
  );
  return messages.find((message) => message.id === id);
}

export type StandInBot = Awaited<ReturnType<typeof startStandInBot>>;

export const SENT: Ending = { kind: "sent", messageId: 77, parts: 1 };
