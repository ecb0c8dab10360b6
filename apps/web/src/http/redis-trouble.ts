import { type RedisTrouble, redisWords } from "@bellwire/messaging";

/** What is wrong with Redis, for the one who asked over HTTP; `/readyz` says what to do about it. */
export function redisTroubleDetail(trouble: RedisTrouble): string {
  return `${redisWords[trouble].words} See /readyz.`;
}
