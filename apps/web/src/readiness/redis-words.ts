import { type RedisTrouble, redisWords } from "@bellwire/messaging";
import type { CheckResult } from "@bellwire/runtime";

/** What `/readyz` says of Redis: all is well, or this trouble. */
export function describeRedis(trouble: RedisTrouble | undefined): CheckResult {
  if (trouble === undefined) return { status: "ok", words: "Redis takes writes." };
  return { status: "fail", ...redisWords[trouble] };
}
