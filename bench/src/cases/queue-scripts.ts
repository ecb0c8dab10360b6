import { DeliveryIntake, DeliveryWorker, RedisLink } from "@bellwire/messaging";
import type { RedisProcess } from "@bellwire/testkit";
import type { Case } from "../case.ts";
import { cpuMsOf, median, shown } from "../measure.ts";
import { chatOf, payload } from "../message.ts";
import { startBenchRedis } from "../sides/redis.ts";

const CHATS = 5000;
const BATCH = 100;
const OWNER = "bench";
const PREFIX = "notification";

const RETENTION = { maxAgeMs: 86_400_000, maxRecords: 100_000 };
const NO_LIMITS = { perSecond: 0, laneIntervalMs: 0, groupPerMinute: 0 };

/** What one script cost in one round, in microseconds a message. */
type Cost = { wall: number; redis: number };
type Costs = Record<"admit" | "take" | "attempt" | "settle", Cost>;

export const queueScripts: Case = {
  name: "scripts",
  what: `what each script of the delivery queue costs, called one after another with ${BATCH} messages`,
  async run({ smoke }) {
    const [messages, rounds] = smoke ? [500, 1] : [50_000, 4];
    const redis = await startBenchRedis({ aof: false });
    const link = new RedisLink({ url: redis.url, name: "bench" });
    await link.ready(5000);
    const queue = await openQueue(redis, link);
    const all: Costs[] = [];
    for (let number = 0; number <= rounds; number += 1) {
      const costs = await measureRound(redis, queue, { first: number * messages, count: messages });
      if (number > 0) all.push(costs);
    }
    link.close();
    await redis.stop();
    const names = ["admit", "take", "attempt", "settle"] as const;
    const of = (name: (typeof names)[number], what: keyof Cost) =>
      median(all.map((costs) => costs[name][what]));
    const sum = names.reduce((total, name) => total + of(name, "redis"), 0);
    return [
      {
        title: `Scripts of the delivery queue, ${BATCH} messages a call, ${shown(CHATS)} chats`,
        columns: ["script", "µs a message", "of it Redis's processor"],
        rows: names.map((name) => [name, shown(of(name, "wall"), 1), shown(of(name, "redis"), 1)]),
        verdict: `${shown(sum, 1)} µs of Redis a message in all, so one Redis carries at most ${shown(1e6 / sum)}/s`,
      },
    ];
  },
};

async function openQueue(redis: RedisProcess, link: RedisLink) {
  await redis.client().set(`${PREFIX}:intake:lease`, OWNER);
  const shared = { redis: link, prefix: PREFIX, owner: OWNER, retention: RETENTION };
  const intake = new DeliveryIntake({ ...shared, maxWaiting: 10_000_000 });
  const worker = new DeliveryWorker({ ...shared, leaseMs: 30_000, maxAttempts: 12, limits: NO_LIMITS });
  return { intake, worker };
}

type Queue = Awaited<ReturnType<typeof openQueue>>;

async function measureRound(
  redis: RedisProcess,
  { intake, worker }: Queue,
  { first, count }: { first: number; count: number },
): Promise<Costs> {
  const costs = Object.fromEntries(
    ["admit", "take", "attempt", "settle"].map((name) => [name, { wall: 0, redis: 0 }]),
  ) as Costs;
  const timed = async <T>(name: keyof Costs, work: () => Promise<T>): Promise<T> => {
    const [begunAt, cpuBefore] = [performance.now(), cpuMsOf(redis.pid)];
    const answer = await work();
    costs[name].wall += ((performance.now() - begunAt) * 1000) / count;
    costs[name].redis += ((cpuMsOf(redis.pid) - cpuBefore) * 1000) / count;
    return answer;
  };
  for (let begin = first; begin < first + count; begin += BATCH) {
    const items = Array.from({ length: BATCH }, (_, index) => itemOf(begin + index));
    const answer = await timed("admit", () => intake.admit("channel", items));
    if (answer.kind !== "done" || answer.admitted !== BATCH) throw new Error("not all were admitted");
  }
  for (let settled = 0; settled < count; ) {
    const { messages } = await timed("take", () => worker.take(BATCH));
    const claims = messages.map(({ id, token }) => ({ id, token }));
    const begun = claims.map((claim) => ({ ...claim, parts: 1 }));
    const ours = await timed("attempt", () => worker.attempt(begun));
    const sent = claims.map((claim) => ({ ...claim, kind: "sent" as const, messageId: 1, parts: 1 }));
    const accepted = await timed("settle", () => worker.settle(sent));
    if ([...ours, ...accepted].includes(false)) throw new Error("a message was refused");
    settled += messages.length;
  }
  return costs;
}

function itemOf(number: number) {
  const draft = {
    id: `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`,
    lane: String(chatOf(number, CHATS)),
    body: payload(number, CHATS),
    fingerprint: String(number).padStart(22, "f"),
    priority: "normal" as const,
  };
  return { copy: undefined, generated: true, draft };
}
