import { type RedisTrouble, redisWords } from "@bellwire/messaging";
import type { CheckResult } from "@bellwire/runtime";

/** A door that is read by asking: the list or the stream. */
export type AskedDoor = "queue" | "stream";

const KINDS: Record<AskedDoor, string> = { queue: "list", stream: "stream" };

/** What a door says of itself in `/readyz`. */
export const doorWords = {
  reading: (door: AskedDoor, key: string): CheckResult => ({
    status: "ok",
    words: `Reading the ${KINDS[door]} ${key}.`,
  }),
  standingBy: (door: AskedDoor, key: string): CheckResult => ({
    status: "ok",
    words: `The bot that takes in reads the ${KINDS[door]} ${key}.`,
  }),
  trouble(door: AskedDoor, key: string, trouble: RedisTrouble): CheckResult {
    const { words, remedy } = redisWords[trouble];
    return { status: "fail", words: `The ${KINDS[door]} ${key} cannot be read. ${words}`, remedy };
  },
  wrongType: (door: AskedDoor, key: string): CheckResult => ({
    status: "fail",
    words: `The key ${key} is no ${KINDS[door]}: some program put something else there.`,
    remedy: `Find out which program writes ${key}, then delete the key, or set another REDIS_PREFIX.`,
  }),
};

/** What admission says of itself: it takes from all doors. */
export const admissionWords = {
  open: { status: "ok", words: "There is room for new notifications." } satisfies CheckResult,
  queueFull: {
    status: "warn",
    words:
      "As many notifications wait as MAX_QUEUED allows. More are left at the queue and the stream; those that come by the channel are dropped.",
    remedy: "See why so many wait (GET /stats), add time or bots, or raise MAX_QUEUED.",
  } satisfies CheckResult,
  redisFull: {
    status: "warn",
    words: `${redisWords.full.words} What is waiting is delivered; nothing new is taken in.`,
    remedy: redisWords.full.remedy,
  } satisfies CheckResult,
};
