import type { FaultCase } from "./case.ts";
import { blockedPerson } from "./cases/blocked-person.ts";
import { chaos } from "./cases/chaos.ts";
import { failingChat } from "./cases/failing-chat.ts";
import { frozenBot, frozenThenAlone } from "./cases/frozen-bot.ts";
import { hangingChat, hangingTelegram } from "./cases/hanging-telegram.ts";
import { inOrder } from "./cases/in-order.ts";
import { killBotOfTwo, killOnlyBot, killWeb } from "./cases/kill-services.ts";
import { lostReplies } from "./cases/lost-replies.ts";
import { outOfMemory } from "./cases/out-of-memory.ts";
import { poison } from "./cases/poison.ts";
import { priorities } from "./cases/priorities.ts";
import { queueFull } from "./cases/queue-full.ts";
import { recipients } from "./cases/recipients.ts";
import { flushAll, killConnections, killRedis, redisPaused, redisPausedLong } from "./cases/redis-trouble.ts";
import { rollingRestart } from "./cases/rolling-restart.ts";
import { sameId } from "./cases/same-id.ts";
import { splitMessages } from "./cases/split-messages.ts";
import { strictLimits } from "./cases/strict-limits.ts";
import { resetAfter, storm5xx, storm429, truncated, unauthorized } from "./cases/telegram-trouble.ts";

/** In the order in which they run: promises without a fault first, then processes, Redis, Telegram. */
export const allCases: readonly FaultCase[] = [
  inOrder,
  sameId,
  strictLimits,
  priorities,
  failingChat,
  killBotOfTwo,
  killOnlyBot,
  killWeb,
  rollingRestart,
  frozenBot,
  frozenThenAlone,
  killRedis,
  redisPaused,
  redisPausedLong,
  killConnections,
  lostReplies,
  flushAll,
  outOfMemory,
  storm429,
  storm5xx,
  unauthorized,
  resetAfter,
  truncated,
  hangingChat,
  hangingTelegram,
  blockedPerson,
  recipients,
  splitMessages,
  queueFull,
  poison,
  chaos,
];
