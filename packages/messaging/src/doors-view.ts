import { INTAKE_GROUP } from "./delivery/delivery-intake.ts";
import { redisKeys } from "./keys.ts";
import type { RedisLink } from "./redis-link.ts";
import { doorsViewScript } from "./scripts/doors-view.ts";

/** Who stands at the doors, and what they hold. At most 100 of each. */
export type DoorsView = {
  /** `subscribers` as Redis counts them by the channel's name; the bots are among them. */
  channel: { subscribers: number; bots: number };
  /** What each bot took from the queue and did not admit yet. */
  queueLists: readonly { bot: string; length: number }[];
  /** Absent while no bot has read from the stream. `lag`, what nobody was given, is absent where Redis cannot tell. */
  streamGroup?: {
    lag?: number;
    /** `idleMs`: since it last asked. */
    consumers: readonly { name: string; pending: number; idleMs: number }[];
  };
  /** Who takes in, and how long the lease lasts if it is not renewed. Absent while nobody has it. */
  intake?: { holder: string; remainingMs: number };
};

const MOST = 100;

/** Throws RedisUnavailableError. */
export async function readDoors(
  redis: RedisLink,
  { prefix, channel }: { prefix: string; channel: string },
): Promise<DoorsView> {
  const { intakeLease, queueReaders, streamDoor, botsChannel, queuePending } = redisKeys(prefix);
  const args = [channel, botsChannel, queuePending(""), INTAKE_GROUP, MOST];
  const reply = await redis.script(doorsViewScript, [intakeLease, queueReaders, streamDoor], args);
  const [holder, remainingMs, subscribers, bots, lists, consumers, lag] = reply;
  return {
    channel: { subscribers, bots },
    queueLists: inGroups(lists, 2).map(([bot, length]) => ({ bot: String(bot), length: Number(length) })),
    ...(typeof consumers !== "string" && {
      streamGroup: {
        ...(lag >= 0 && { lag }),
        consumers: inGroups(consumers, 3).map(([name, pending, idleMs]) => ({
          name: String(name),
          pending: Number(pending),
          idleMs: Number(idleMs),
        })),
      },
    }),
    ...(holder !== "" && { intake: { holder, remainingMs } }),
  };
}

function inGroups<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: items.length / size }, (_, at) => items.slice(at * size, (at + 1) * size));
}
